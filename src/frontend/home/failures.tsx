import { useMemo, useRef, useState } from 'preact/hooks'
import { UNENDED_DETAILS } from '../../format/exported.ts'
import { testHash } from '../../format/links.ts'
import type { Manifest } from '../../format/report.ts'
import { formatDuration, formatLeast } from '../../words/duration.ts'
import { formatCount, plural } from '../../words/number.ts'
import { passedLater, whichOf } from '../data/attempts.ts'
import { failingOf } from '../data/run-facts.ts'
import type { ToldLists } from '../data/stats-lists.ts'
import { statsWords } from '../data/stats-reason.ts'
import type { Tests } from '../data/tests.ts'
import { MoreButton } from '../frame/more-button.tsx'
import { type ListedTest, TestList } from '../frame/test-list.tsx'
import { keep, kept } from '../route/location.ts'
import { durationText } from '../text/duration.ts'
import { cutEnd } from '../text/name.ts'
import { statusOf } from '../text/status.ts'
import { firstMembers, type Group, type Member, reasonsIn, toMembers } from './reasons.ts'
import { useKeptFocus } from './use-kept-focus.ts'
import { useReasons } from './use-reasons.ts'

/** Failures shown at first, and added by each click of the button. */
const SHOWN = 200

interface FailuresProps {
  readonly manifest: Manifest
  readonly run: number
  /** Number of failures, known before these have been read. */
  readonly count: number
  readonly failures: ToldLists['failures']
  readonly tests: Tests | null
}

export function Failures({ manifest, run, count, failures, tests }: FailuresProps) {
  const [shown, setShown] = useState(() => Math.max(SHOWN, kept(`failures ${run}`)))
  const show = (most: number): void => {
    setShown(most)
    keep(`failures ${run}`, most)
  }
  const members = useMemo(() => {
    const listed = failures.map((one) => ({ ...one, reason: statsWords(one.details) }))
    return toMembers(listed, tests, failingOf, run)
  }, [failures, tests, run])
  const groups = useReasons(manifest, tests, members)
  const section = useRef<HTMLElement>(null)
  useKeptFocus(section, groups)
  if (count === 0) return null
  const known = reasonsIn(groups)
  const reasons = known > 1 && known < failures.length ? `, ${plural(known, 'reason')}` : ''
  return (
    <section ref={section} class="section">
      <h3>
        {plural(count, 'failure')}
        <span class="quiet">{reasons}</span>
      </h3>
      {firstMembers(groups, shown).map((group, i) => (
        <FailureGroup key={i} group={group} all={groups[i].members.length} tests={tests} />
      ))}
      <MoreButton all={failures.length} shown={shown} by={SHOWN} onShow={show} />
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
      <TestList whole list={group.members.map((member, i) => entryOf(member, i, tests))} />
    </div>
  )
}

function entryOf(member: Member, key: number, tests: Tests | null): ListedTest {
  const { address, test } = member
  const { run, name, attempt } = address
  const isFound = tests !== null && test >= 0
  const worker = isFound ? tests.worker(test) : -1
  const which = isFound ? whichOf(tests, test) : ''
  const passedIn = isFound ? passedLater(tests, test) : 0
  return {
    key,
    status: isFound ? statusOf(tests, test) : 'fail',
    name,
    to: testHash(run, name, attempt),
    which,
    later: passedIn > 0 ? `passed in attempt ${passedIn}` : '',
    where: worker < 0 || which.includes('on worker') ? undefined : `worker ${worker}`,
    time: timeText(member, tests),
  }
}

function timeText({ test, duration, reason }: Member, tests: Tests | null): string {
  if (tests !== null && test >= 0) return durationText(tests, test)
  const isEnded = reason === null || !UNENDED_DETAILS.has(reason)
  return (isEnded ? formatDuration : formatLeast)(duration === null ? Number.NaN : duration * 1e6)
}
