import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { withoutEscapes } from '../../reason.ts'
import { formatBytes, plural } from '../../words/number.ts'
import { linesOf } from '../data/entry.ts'
import { CopyButton } from '../frame/copy-button.tsx'
import type { OutputView } from '../route/route.ts'
import { cutMiddle } from '../text/name.ts'
import { type Attachment, contentOf, mayBeText } from './attachments.ts'
import { LogView } from './log/log-view.tsx'
import { save } from './save.ts'
import { TraceView } from './trace/trace-view.tsx'
import { changeView } from './view.ts'

interface AttachmentPanelProps {
  readonly attachment: Attachment
  /** The test's name. */
  readonly test: string
  readonly id: string
  readonly labelledBy: string | undefined
  readonly view: OutputView
  readonly onView: (to: Partial<OutputView>) => void
  readonly onTime: ((micros: number | null) => void) | undefined
  /** The tabs or the list of attachments. */
  readonly children: ComponentChildren
}

/** Bytes and lines: a longer traceback is shown as a log. */
const LONGEST_TRACE = 200_000
const MOST_TRACE_LINES = 4000

export function AttachmentPanel(props: AttachmentPanelProps) {
  const { attachment, id, labelledBy, view, children } = props
  const { kind, part } = attachment
  return (
    <>
      <header class="attachment-head">
        {children}
        <span class="attachment-size">{sizeOf(attachment)}</span>
        <div class="attachment-tools">
          {kind === 'text' ? (
            <>
              <button
                type="button"
                class="button"
                aria-pressed={view.wrap}
                title="Wrap long lines ( w )"
                onClick={() => changeView({ wrap: !view.wrap })}
              >
                Wrap
              </button>
              <CopyButton
                text={() => withoutEscapes(contentOf(attachment))}
                label="Copy"
                title="Copy the whole text"
              />
            </>
          ) : null}
          <button type="button" class="button" disabled={!part.whole} onClick={() => save(attachment)}>
            Download
          </button>
        </div>
      </header>
      <div id={id} role={labelledBy === undefined ? undefined : 'tabpanel'} aria-labelledby={labelledBy}>
        <Content key={attachment.name} {...props} />
      </div>
    </>
  )
}

function Content({ attachment, test, view, onView, onTime }: AttachmentPanelProps) {
  const { kind, part, size, title } = attachment
  const label = cutMiddle(title, 80) || '(no name)'
  const [isBroken, setBroken] = useState(false)
  if (kind === 'image' && !isBroken) {
    const source = `data:${attachment.mime.toLowerCase()};base64,${contentOf(attachment)}`
    return <img class="picture" alt={`Attachment ${label}`} src={source} onError={() => setBroken(true)} />
  }
  if (kind !== 'text') {
    const none = mayBeText(attachment) ? 'Too long to be shown, or not UTF-8' : 'No text and no picture'
    const what = isBroken ? 'The browser cannot show this picture' : none
    return <p class="attachment-note">{what}: it can be downloaded.</p>
  }
  if (attachment.trace && part.whole && isShort(attachment)) {
    return (
      <TraceView text={withoutEscapes(contentOf(attachment))} test={test} wrap={view.wrap} label={label} />
    )
  }
  return <LogView part={part} size={size} view={view} label={label} onView={onView} onTime={onTime} />
}

const isShort = ({ part, size }: Attachment): boolean =>
  size <= LONGEST_TRACE && linesOf(part) <= MOST_TRACE_LINES

function sizeOf({ kind, part, mime, size }: Attachment): string {
  if (kind !== 'text') return `${cutMiddle(mime, 80)} · ${formatBytes(size)}`
  return `${plural(linesOf(part), 'line')} · ${formatBytes(size)}${part.whole ? '' : ' …'}`
}
