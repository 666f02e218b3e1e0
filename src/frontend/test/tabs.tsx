import { useMemo, useState } from 'preact/hooks'
import { formatCount, plural } from '../../words/number.ts'
import { cutMiddle } from '../text/name.ts'
import type { Attachment } from './attachments.ts'

interface ChoiceProps {
  readonly attachments: readonly Attachment[]
  readonly chosen: number
  readonly label: string
  /** The panel's id. */
  readonly panel: string
  readonly onChoose: (attachment: number) => void
}

const nameOf = ({ title }: Attachment, most: number): string => cutMiddle(title, most) || '(no name)'

/** The tabs pattern of WAI-ARIA: Tab stops once, arrow keys move between tabs. */
export function AttachmentTabs({ attachments, chosen, label, panel, onChoose }: ChoiceProps) {
  const count = attachments.length
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowRight: chosen + 1, ArrowLeft: chosen - 1 + count, Home: 0, End: count - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    onChoose(to % count)
    document.getElementById(`${panel}-tab-${to % count}`)?.focus()
  }
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {attachments.map((attachment, i) => (
        <button
          key={attachment.name}
          type="button"
          class="tab"
          role="tab"
          id={`${panel}-tab-${i}`}
          aria-selected={i === chosen}
          aria-controls={panel}
          tabIndex={i === chosen ? 0 : -1}
          title={cutMiddle(attachment.title, 1000)}
          onClick={() => onChoose(i)}
        >
          {nameOf(attachment, 40)}
        </button>
      ))}
    </div>
  )
}

/** Maximum number of options: ten thousand would take the browser a second. */
const MOST_OPTIONS = 200

/** For more attachments than fit in a row of tabs: a list, and a field to filter it. */
export function AttachmentPicker({ attachments, chosen, label, panel, onChoose }: ChoiceProps) {
  const [filter, setFilter] = useState('')
  const found = useMemo(() => {
    const wanted = filter.toLowerCase()
    return attachments.flatMap(({ title }, i) => (title.toLowerCase().includes(wanted) ? [i] : []))
  }, [attachments, filter])
  const shown = found.slice(0, MOST_OPTIONS)
  const options = shown.includes(chosen) ? shown : [chosen, ...shown]
  return (
    <div class="picker" role="group" aria-label={label}>
      <label class="search">
        <span class="unseen">Filter attachments</span>
        <input
          type="search"
          placeholder={`Filter ${plural(attachments.length, 'attachment')}`}
          value={filter}
          spellcheck={false}
          autocomplete="off"
          onInput={(event) => setFilter(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && found.length > 0 && onChoose(found[0])}
        />
      </label>
      <label class="choice">
        <span class="unseen">Attachment</span>
        <select
          aria-controls={panel}
          value={chosen}
          onChange={(event) => onChoose(Number(event.currentTarget.value))}
        >
          {options.map((i) => (
            <option key={i} value={i}>
              {nameOf(attachments[i], 60)}
            </option>
          ))}
        </select>
      </label>
      <span class="quiet" role="status">
        {found.length > MOST_OPTIONS
          ? `first ${MOST_OPTIONS} of ${formatCount(found.length)}`
          : filter === ''
            ? ''
            : `${formatCount(found.length)} found`}
      </span>
    </div>
  )
}
