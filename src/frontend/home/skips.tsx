import { useMemo } from 'preact/hooks'
import { testHash } from '../../format/links.ts'
import type { Manifest } from '../../format/report.ts'
import { withoutEscapes } from '../../reason.ts'
import { formatCount, plural } from '../../words/number.ts'
import { whichOf } from '../data/attempts.ts'
import { skippedOf } from '../data/run-facts.ts'
import type { ToldLists } from '../data/stats-lists.ts'
import type { Tests } from '../data/tests.ts'
import { Glyph } from '../frame/glyph.tsx'
import { TestList } from '../frame/test-list.tsx'
import { printRoute } from '../route/hash.ts'
import { keep, kept } from '../route/location.ts'
import { ALL_TESTS } from '../route/route.ts'
import { cutEnd } from '../text/name.ts'
import { type Group, reasonsIn, toMembers } from './reasons.ts'
import { useReasons } from './use-reasons.ts'

const REASONS = 20
const TESTS_OF_A_REASON = 50

interface SkipsProps {
  readonly manifest: Manifest
  readonly run: number
  /** Number of skips, known before these have been read. */
  readonly count: number
  readonly skips: ToldLists['skips']
  readonly tests: Tests | null
  readonly several: boolean
}

export function Skips({ manifest, run, count, skips, tests, several }: SkipsProps) {
  const members = useMemo(() => {
    const listed = skips.map((one) => ({
      ...one,
      reason: (one.details && withoutEscapes(one.details).trim()) || null,
    }))
    return toMembers(listed, tests, skippedOf, run)
  }, [skips, tests, run])
  const groups = useReasons(manifest, tests, members)
  if (count === 0) return null
  const known = reasonsIn(groups.filter(({ reason }) => reason !== null))
  const all = printRoute({ ...ALL_TESTS, statuses: ['skip'], run: several ? run : null })
  return (
    <section class="section">
      <h3>
        {formatCount(count)} skipped
        <span class="quiet">{known === 0 ? '' : `, ${plural(known, 'reason')}`}</span>
      </h3>
      <ul class="skips">
        {groups.slice(0, REASONS).map((group, i) => (
          <li key={i}>
            <SkipGroup group={group} tests={tests} all={all} place={`skips ${run} ${i}`} />
          </li>
        ))}
      </ul>
      {groups.length > REASONS ? <a href={all}>All {formatCount(count)} skipped tests</a> : null}
    </section>
  )
}

interface SkipGroupProps {
  readonly group: Group
  readonly tests: Tests | null
  readonly all: string
  /** Under which is kept that it is open. */
  readonly place: string
}

function SkipGroup({ group: { reason, members }, tests, all, place }: SkipGroupProps) {
  return (
    <details open={kept(place) > 0}>
      {/* not on `toggle`, which may come when the reader is on the next page already */}
      <summary onClick={() => keep(place, kept(place) > 0 ? 0 : 1)}>
        <span class="skip-count">{formatCount(members.length)}</span>
        <Glyph status="skip" label={false} />
        <span class={reason === null ? 'quiet' : undefined}>
          {reason === null ? 'No reason given' : cutEnd(reason, 300)}
        </span>
      </summary>
      <TestList
        whole
        list={members.slice(0, TESTS_OF_A_REASON).map(({ address: { run, name, attempt }, test }, key) => ({
          key,
          status: 'skip',
          name,
          to: testHash(run, name, attempt),
          which: tests === null || test < 0 ? '' : whichOf(tests, test),
        }))}
      />
      {members.length > TESTS_OF_A_REASON ? <a href={all}>All of them among the skipped tests</a> : null}
    </details>
  )
}
