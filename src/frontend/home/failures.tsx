import { useMemo, useState } from 'preact/hooks'
import { STATUSES } from '../../format/exported.ts'
import { testHash } from '../../format/links.ts'
import type { Manifest, ToldTests } from '../../format/report.ts'
import { formatDuration } from '../../words/duration.ts'
import { formatCount, plural } from '../../words/number.ts'
import { addressOf, lastAttempt } from '../data/attempts.ts'
import type { Tests } from '../data/tests.ts'
import { MoreButton } from '../frame/more-button.tsx'
import { type ListedTest, TestList } from '../frame/test-list.tsx'
import { keep, kept } from '../route/location.ts'
import { toldWords } from '../test/told-reason.ts'
import { durationText } from '../text/duration.ts'
import { cutEnd } from '../text/name.ts'
import { CODE } from '../text/status.ts'
import { firstMembers, type Group, type Member, toMembers } from './reasons.ts'
import { failingOf } from './run-facts.ts'
import { useReasons } from './use-reasons.ts'

/** Failures shown at first, and added by each click of the button. */
const SHOWN = 200

interface FailuresProps {
  readonly manifest: Manifest
  readonly run: number
  /** Number of failures, known before these have been read. */
  readonly count: number
  readonly failures: ToldTests['failures']
  readonly tests: Tests | null
}

export function Failures({ manifest, run, count, failures, tests }: FailuresProps) {
  const [shown, setShown] = useState(() => Math.max(SHOWN, kept(`failures ${run}`)))
  const showMore = (): void => {
    setShown(shown + SHOWN)
    keep(`failures ${run}`, shown + SHOWN)
  }
  const members = useMemo(() => {
    const told = failures.map(({ name, duration, details }) => ({
      name,
      duration,
      reason: toldWords(details),
    }))
    return toMembers(told, tests, tests === null ? [] : failingOf(tests, run), run)
  }, [failures, tests, run])
  const groups = useReasons(manifest, tests, members)
  if (count === 0) return null
  const reasons =
    groups.length > 1 && groups.length < failures.length ? `, ${plural(groups.length, 'reason')}` : ''
  return (
    <section class="section">
      <h3>
        {plural(count, 'failure')}
        <span class="quiet">{reasons}</span>
      </h3>
      {firstMembers(groups, shown).map((group, i) => (
        <FailureGroup key={i} group={group} all={groups[i].members.length} tests={tests} />
      ))}
      {failures.length > shown ? (
        <>
          <MoreButton onClick={showMore}>
            Show {formatCount(Math.min(SHOWN, failures.length - shown))} more of{' '}
            {formatCount(failures.length)}
          </MoreButton>
          <p class="on-paper">and {formatCount(failures.length - shown)} more</p>
        </>
      ) : null}
    </section>
  )
}

function FailureGroup({ group, all, tests }: { group: Group; all: number; tests: Tests | null }) {
  return (
    <div class="failure">
      <p class="failure-reason">
        <span class="failure-text">{cutEnd(group.reason ?? 'No traceback', 600)}</span>
        {all > 1 ? <span class="failure-count">{formatCount(all)} tests</span> : null}
      </p>
      <TestList whole list={group.members.map((member, i) => listed(member, i, tests))} />
    </div>
  )
}

function listed({ address, test, duration }: Member, key: number, tests: Tests | null): ListedTest {
  const { run, name, attempt } = address
  const worker = tests === null || test < 0 ? -1 : tests.worker(test)
  return {
    key,
    status: tests === null || test < 0 ? 'fail' : STATUSES[tests.status[test]],
    name,
    to: testHash(run, name, attempt),
    attempt,
    later: laterOf(tests, test),
    where: worker < 0 ? undefined : `worker ${worker}`,
    time: timeText(duration, tests, test),
  }
}

function timeText(seconds: number | null, tests: Tests | null, test: number): string {
  if (tests !== null && test >= 0) return durationText(tests, test)
  return formatDuration(seconds === null ? null : seconds * 1e6)
}

/** `passed in attempt 2` if the test's last execution, after this failure, passed; else empty. */
function laterOf(tests: Tests | null, test: number): string {
  const last = tests === null || test < 0 ? test : lastAttempt(tests, test)
  if (tests === null || last === test || tests.status[last] !== CODE.success) return ''
  // pytest-subunit reports such a success at the end of a test whose fixture failed
  if (tests.duration[last] === 0) return ''
  return `passed in attempt ${addressOf(tests, last).attempt}`
}
