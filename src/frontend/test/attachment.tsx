import { cutMiddle } from '../text/name.ts'
import { formatBytes, formatCount, plural } from '../text/number.ts'
import type { Attachment } from './attachments.ts'
import { CopyButton } from './copy-button.tsx'
import { save } from './save.ts'
import { TextView } from './text-view.tsx'

interface AttachmentProps {
  readonly attachment: Attachment
  readonly wrap: boolean
  readonly onWrap: () => void
}

export function AttachmentSection({ attachment, wrap, onWrap }: AttachmentProps) {
  const { name, kind } = attachment
  return (
    <section class="attachment">
      <header>
        <h2 title={cutMiddle(name, 1000)}>{name === '' ? '(no name)' : cutMiddle(name, 80)}</h2>
        <span class="quiet">{sizeOf(attachment)}</span>
        <div class="attachment-tools">
          {kind === 'text' ? (
            <>
              <button
                type="button"
                class="button"
                aria-pressed={wrap}
                title="Wrap long lines ( w )"
                onClick={onWrap}
              >
                Wrap
              </button>
              <CopyButton text={attachment.text} label="Copy" title="Copy the whole text" />
            </>
          ) : null}
          <button type="button" class="button" onClick={() => save(attachment)}>
            Download
          </button>
        </div>
      </header>
      {kind === 'text' ? <TextView text={attachment.text} wrap={wrap} label={cutMiddle(name, 80)} /> : null}
      {kind === 'image' ? (
        <img
          class="picture"
          alt={`Attachment ${cutMiddle(name, 80)}`}
          src={`data:${attachment.mime.toLowerCase()};base64,${attachment.base64}`}
        />
      ) : null}
    </section>
  )
}

function sizeOf(attachment: Attachment): string {
  if (attachment.kind !== 'text') return `${cutMiddle(attachment.mime, 80)} · ${formatBytes(attachment.size)}`
  const { text } = attachment
  let lines = text.endsWith('\n') ? 0 : 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1
  return `${plural(lines, 'line')} · ${text.length < 1000 ? `${formatCount(text.length)} characters` : formatBytes(text.length)}`
}
