import { formatDuration } from '../../words/duration.ts'
import { formatCount } from '../../words/number.ts'
import type { Comparison, Difference } from '../compare/compare.ts'
import { failuresOf } from '../compare/failing.ts'
import type { History } from '../compare/history.ts'
import type { ReadReport } from '../compare/last-reports.ts'
import type { Paces } from '../compare/pace.ts'
import { LONGEST_LABEL, labelOfKey, nameOfKey } from '../compare/report-tests.ts'
import { type DifferenceKind, differencesOf, lackInWords, notesInWords } from '../compare/words.ts'
import { MoreButton } from '../frame/more-button.tsx'
import { type ListedTest, TestList } from '../frame/test-list.tsx'
import { durationText } from '../text/duration.ts'
import { cutMiddle } from '../text/name.ts'
import { statusOf } from '../text/status.ts'
import { testUrl } from './links.ts'
import { useShown } from './use-shown.ts'

const SHOWN = 20

interface DifferencesProps {
  readonly before: ReadReport
  readonly after: ReadReport
  readonly comparison: Comparison
  /** Null until they are known, as are the default branch's other reports. */
  readonly paces: Paces<Difference> | null
  readonly main: DefaultBranch | null
}

interface DefaultBranch {
  /** Its reports before the later one, without the earlier one. */
  readonly history: History
  readonly branch: string
}

/** All differences, their numbers first. */
export function Differences({ before, after, comparison, paces, main }: DifferencesProps) {
  const lists: Partial<Record<DifferenceKind, readonly Difference[]>> = { ...comparison, ...paces }
  const kinds = differencesOf(before.run, after.run).flatMap((words) => {
    const list = lists[words.kind]
    return list === undefined ? [] : [{ ...words, list }]
  })
  const present = kinds.filter(({ list }) => list.length > 0)
  return (
    <>
      <ul class="tally">
        {kinds.map(({ kind, one, many, list }) => (
          <li key={kind} class={list.length === 0 ? 'quiet' : undefined}>
            <b class={kind === 'newFailures' && list.length > 0 ? 'is-failed' : undefined}>
              {formatCount(list.length)}
            </b>{' '}
            {list.length === 1 ? one : many}
          </li>
        ))}
      </ul>
      {notesInWords(before.tests, after.tests, paces, present.length === 0).map((note) => (
        <p key={note} class="none">
          {note}
        </p>
      ))}
      {present.map(({ kind, title, list }) => (
        <Group key={kind} title={title} kind={kind} list={list} before={before} after={after} main={main} />
      ))}
    </>
  )
}

interface GroupProps {
  readonly title: string
  readonly kind: DifferenceKind
  readonly list: readonly Difference[]
  readonly before: ReadReport
  readonly after: ReadReport
  readonly main: DefaultBranch | null
}

function Group({ title, kind, list, before, after, main }: GroupProps) {
  const [shown, setShown] = useShown(title, SHOWN)
  return (
    <section class="section">
      <h2>
        {title} <span class="quiet">{formatCount(list.length)}</span>
      </h2>
      <TestList
        class="differences"
        list={list.slice(0, shown).map((one) => listed(kind, one, before, after, main))}
      />
      <MoreButton all={list.length} shown={shown} by={5 * SHOWN} onShow={setShown} />
    </section>
  )
}

function listed(
  kind: DifferenceKind,
  one: Difference,
  before: ReadReport,
  after: ReadReport,
  main: DefaultBranch | null,
): ListedTest {
  const [report, test] = one.after < 0 ? [before, one.before] : [after, one.after]
  const { tests, run } = report
  const time = durationText(tests, test)
  const facts = [
    cutMiddle(labelOfKey(one.key), LONGEST_LABEL),
    kind === 'newFailures' && one.before < 0 && lackInWords(before.run) === '' ? 'new test' : '',
    main !== null && (kind === 'newFailures' || kind === 'fixed') ? failedOn(main, one.key) : '',
  ].filter((text) => text !== '')
  const isPace = kind === 'slower' || kind === 'faster'
  return {
    key: one.key,
    status: statusOf(tests, test),
    name: nameOfKey(one.key),
    to: testUrl(run, tests, test),
    where: facts.length === 0 ? undefined : facts.join(' · '),
    time: isPace ? `${formatDuration(before.tests.duration[one.before])} → ${time}` : time,
  }
}

/** Tells a flaky test's failure from one that the change made. */
function failedOn({ history, branch }: DefaultBranch, key: string): string {
  const { reports, failed } = failuresOf(history, key)
  return failed === 0 ? '' : `failed in ${failed} of ${reports} on ${branch}`
}
