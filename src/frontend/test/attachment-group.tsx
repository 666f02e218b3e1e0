import { plural } from '../../words/number.ts'
import { AttachmentPanel } from './attachment.tsx'
import type { Attachment } from './attachments.ts'
import { AttachmentPicker, AttachmentTabs } from './tabs.tsx'
import { changeView, viewShown } from './view.ts'

interface AttachmentGroupProps {
  readonly attachments: readonly Attachment[]
  readonly label: string
  readonly test: string
  /** Whether the view is of one of these attachments. */
  readonly isViewed: boolean
  readonly onTime: ((micros: number | null) => void) | undefined
}

/** More attachments than this are chosen from a list instead of tabs. */
const MOST_TABS = 8

/** One of several attachments, and tabs or a list to choose another. */
export function AttachmentGroup({ attachments, label, test, isViewed, onTime }: AttachmentGroupProps) {
  const view = viewShown()
  const indexOf = (wanted: string | null): number => attachments.findIndex(({ name }) => name === wanted)
  const chosen = Math.max(0, indexOf(view.tab), indexOf(view.also))
  const attachment = attachments[chosen]
  // the lines of an attachment that is not here are not those of the first one
  const isOwn = isViewed && (view.tab ?? attachment.name) === attachment.name
  const choose = (to: number): void => {
    const { name } = attachments[to]
    changeView(isViewed ? { tab: name, line: null } : { also: name })
  }
  const id = `panel-${label.toLowerCase()}`
  const many = attachments.length > MOST_TABS
  const Choice = many ? AttachmentPicker : AttachmentTabs
  return (
    <section class="attachment">
      <h2 class="unseen">{many ? `${label}: ${plural(attachments.length, 'attachment')}` : label}</h2>
      <AttachmentPanel
        attachment={attachment}
        test={test}
        id={id}
        labelledBy={many ? undefined : `${id}-tab-${chosen}`}
        view={isOwn ? view : { ...view, line: null, levels: [], find: '' }}
        onView={(to) =>
          changeView(
            isOwn ? to : { line: null, levels: [], find: '', ...to, tab: attachment.name, also: view.tab },
          )
        }
        onTime={onTime}
      >
        <Choice attachments={attachments} chosen={chosen} label={label} panel={id} onChoose={choose} />
      </AttachmentPanel>
    </section>
  )
}
