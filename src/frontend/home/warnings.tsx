import { LOSS_KINDS, type Warning, type WarningKind } from '../../format/exported.ts'
import { Notice } from '../frame/notice.tsx'
import { cutEnd } from '../text/name.ts'

const TITLES: Readonly<Record<WarningKind, string>> = {
  damaged: 'Part of the stream is damaged',
  truncated: 'The stream is cut off',
  unreadable: 'Part of the stream cannot be read',
  noise: 'Other output stands in the stream',
  redacted: 'Secrets were replaced',
  unfinished: 'Tests never ended',
  not_run: 'Tests were listed and never ran',
  unordered: 'Tests end before they start',
}

/** What keeps a verdict from being whole: beside the verdict. */
export function Losses({ warnings }: { warnings: readonly Warning[] }) {
  return (
    <>
      {warnings.filter(isLoss).map((warning, i) => (
        <Notice key={i} title={`${titleOf(warning)}: results may be missing`} strong>
          <p>{wordsOf(warning)}</p>
        </Notice>
      ))}
    </>
  )
}

/** What is good to know, behind all that matters more. */
export function Remarks({ warnings }: { warnings: readonly Warning[] }) {
  const remarks = warnings.filter((warning) => !isLoss(warning))
  if (remarks.length === 0) return null
  return (
    <section class="section">
      <h3>About the stream</h3>
      <ul class="notes">
        {remarks.map((warning, i) => (
          <li key={i}>
            {titleOf(warning)}. {wordsOf(warning)}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Inputs that could not be read at all. */
export function Problems({ problems }: { problems: readonly string[] }) {
  return (
    <>
      {problems.map((problem, i) => (
        <Notice key={i} title="An input could not be read" strong>
          <p>{cutEnd(problem, 1000)}</p>
        </Notice>
      ))}
    </>
  )
}

const isLoss = (warning: Warning): boolean => LOSS_KINDS.has(warning.kind)

/** A kind that a later exporter may add is shown by its own name. */
const titleOf = ({ kind }: Warning): string => (Object.hasOwn(TITLES, kind) ? TITLES[kind] : kind)

/** As the exporter wrote it, which has places and sizes in it; as a sentence. */
function wordsOf({ message }: Warning): string {
  const text = cutEnd(message, 1000)
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? '' : '.'}`
}
