import { plural } from '../../words/number.ts'
import { AttachmentPanel } from './attachment.tsx'
import type { Attachment } from './attachments.ts'
import { AttachmentPicker, AttachmentTabs } from './tabs.tsx'
import { changeView, viewShown } from './view.ts'

interface AttachmentGroupProps {
  readonly attachments: readonly Attachment[]
  readonly label: string
  readonly test: string
  /** A view that names no attachment applies to the first of this group. */
  readonly isMain: boolean
  readonly onTime: ((micros: number | null) => void) | undefined
}

/** More attachments than this are chosen from a list instead of tabs. */
const MOST_TABS = 8

/** One of several attachments, and tabs or a list to choose another. */
export function AttachmentGroup({ attachments, label, test, isMain, onTime }: AttachmentGroupProps) {
  const view = viewShown()
  const named = attachments.findIndex(({ name }) => name === view.tab)
  const chosen = Math.max(0, named)
  const attachment = attachments[chosen]
  const isViewed = named >= 0 || (view.tab === null && isMain)
  const choose = (to: number): void => changeView({ tab: attachments[to].name, line: null })
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
        view={isViewed ? view : { ...view, line: null, levels: [], find: '' }}
        onView={(to) =>
          changeView(isViewed ? to : { line: null, levels: [], find: '', ...to, tab: attachment.name })
        }
        onTime={onTime}
      >
        <Choice attachments={attachments} chosen={chosen} label={label} panel={id} onChoose={choose} />
      </AttachmentPanel>
    </section>
  )
}
