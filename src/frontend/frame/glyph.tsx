import type { Status } from '../../format/exported.ts'
import { STATUS_WORDS } from '../text/status.ts'

/**
 * The shape of each status, which is never shown by colour alone. SVG paths, because characters like ⤼
 * are missing from many systems' fonts and differ in their vertical position.
 */
const FORMS: Readonly<Record<Status, string>> = {
  success: 'M3 8.5 6.5 12 13 4.5',
  fail: 'M4 4 12 12M12 4 4 12',
  skip: 'M2.5 9.5C4 5 10 4 13 8M13 3.5V8H8.5',
  xfail: 'M2.5 6.5c2.5-3 5 2.5 7.5.5 1-.8 1.8-1 3.5-1M2.5 11c2.5-3 5 2.5 7.5.5 1-.8 1.8-1 3.5-1',
  uxsuccess: 'M8 2.5V9.5M8 12.4V13',
  inprogress: 'M3.2 8H3.8M7.7 8H8.3M12.2 8H12.8',
  unknown: 'M5 5.5C5 2 11 2 11 5.5 11 8 8 7.5 8 10M8 12.7V13',
}

/** `label`: false if the status is written beside the glyph. */
export function Glyph({ status, label = true }: { status: Status; label?: boolean }) {
  const words = STATUS_WORDS[status]
  return (
    <svg
      class={`glyph is-${status}`}
      viewBox="0 0 16 16"
      role={label ? 'img' : undefined}
      aria-label={label ? words : undefined}
      aria-hidden={label ? undefined : 'true'}
    >
      <path d={FORMS[status]} />
    </svg>
  )
}
