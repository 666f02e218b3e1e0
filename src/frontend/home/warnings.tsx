import { isLoss, namesIn, type Warning, type WarningKind } from '../../format/exported.ts'
import type { LeftOut } from '../../format/report.ts'
import { formatBytes, formatCount, plural } from '../../words/number.ts'
import { Notice } from '../frame/notice.tsx'
import { cutEnd, cutMiddle } from '../text/name.ts'

/** One for each kind that may be a loss. */
const TITLES: Readonly<Partial<Record<WarningKind, string>>> = {
  damaged: 'Part of the stream is damaged',
  truncated: 'The stream is cut off',
  unreadable: 'Part of the stream cannot be read',
  suite_failed: 'A suite failed as a whole',
  not_run: 'Some tests never ran',
}

/** Names shown of a warning. */
const NAMES_SHOWN = 20

/** Warnings that results may be missing, shown with the verdict. */
export function Losses({ warnings }: { warnings: readonly Warning[] }) {
  return (
    <>
      {warnings.filter(isLoss).map((warning, i) => (
        <Notice key={i} title={`${TITLES[warning.kind]}: results may be missing`} strong>
          <p>{wordsOf(warning)}</p>
          <Names warning={warning} />
        </Notice>
      ))}
    </>
  )
}

function Names({ warning }: { warning: Warning }) {
  const { names, more } = namesIn(warning, NAMES_SHOWN)
  if (names.length === 0) return null
  return (
    <ul class="notes">
      {names.map((name, i) => (
        <li key={i}>
          <code>{cutMiddle(name, 300)}</code>
        </li>
      ))}
      {more > 0 ? <li>and {formatCount(more)} more</li> : null}
    </ul>
  )
}

interface RemarksProps {
  readonly warnings: readonly Warning[]
  readonly left: LeftOut | undefined
  /** Number of tests without times, if others have some. */
  readonly untimed: number
}

/** The other warnings, shown after everything that matters more. */
export function Remarks({ warnings, left, untimed }: RemarksProps) {
  const remarks = warnings.filter((warning) => !isLoss(warning)).map(wordsOf)
  if (left !== undefined) remarks.push(leftWords(left))
  if (untimed > 0)
    remarks.push(`${plural(untimed, 'test')} without times: on no timeline, and counted for no worker.`)
  if (remarks.length === 0) return null
  return (
    <section class="section">
      <h3>About the stream</h3>
      <ul class="notes">
        {remarks.map((words, i) => (
          <li key={i}>{words}</li>
        ))}
      </ul>
    </section>
  )
}

const leftWords = ({ tests, bytes, file }: LeftOut): string =>
  `The output of ${plural(tests, 'test')}, ${formatBytes(bytes)}, is not in this report; the export has it in ${file}.`

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

/** The exporter's message, which has offsets and sizes in it, as a sentence. */
function wordsOf({ message }: Warning): string {
  const text = cutEnd(message, 1000)
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? '' : '.'}`
}
