import type { Tests } from '../data/tests.ts'
import { Fact } from '../frame/fact.tsx'
import { zone } from '../frame/settings.ts'
import { printRoute } from '../route/hash.ts'
import { ALL_TESTS } from '../route/route.ts'
import { filterFor } from '../search/query.ts'
import { durationText } from '../text/duration.ts'
import { cutMiddle } from '../text/name.ts'
import { formatDate, formatTime, zoneName } from '../text/time.ts'

interface FactsProps {
  readonly tests: Tests
  readonly test: number
  /** The run's name if there are several runs; else null. */
  readonly run: string | null
}

export function Facts({ tests, test, run }: FactsProps) {
  const start = tests.start[test]
  const worker = tests.worker(test)
  const id = tests.id(test)
  const tags = tests.tags(test).filter((tag) => tag !== `worker-${worker}`)
  return (
    <dl class="facts">
      <Fact name="Duration">{durationText(tests, test)}</Fact>
      <Fact name="Started">{Number.isNaN(start) ? 'not in the stream' : <Moment at={start} />}</Fact>
      {worker < 0 ? null : <Fact name="Worker">{worker}</Fact>}
      {tags.length === 0 ? null : (
        <Fact name="Tags">
          {tags.slice(0, 100).map((tag) => (
            <a key={tag} class="tag" href={tableHash(tag)}>
              {cutMiddle(tag, 100)}
            </a>
          ))}
        </Fact>
      )}
      {run === null ? null : <Fact name="Run">{run}</Fact>}
      {id === undefined ? null : (
        <Fact name="Test id">
          <span class="mono whole">{cutMiddle(id, 2000)}</span>
        </Fact>
      )}
    </dl>
  )
}

/** Address of the table of the tests with that tag. */
const tableHash = (tag: string): string => printRoute({ ...ALL_TESTS, query: filterFor('tag', tag) })

/** In the zone shown; the title has the other zone. */
function Moment({ at }: { at: number }) {
  const shown = zone.value
  const other = shown === 'utc' ? 'local' : 'utc'
  const whole = (z: typeof shown): string => `${formatTime(at, z)} ${zoneName(at, z)}, ${formatDate(at, z)}`
  return (
    <span title={whole(other)}>
      {formatTime(at, shown)}{' '}
      <span class="quiet">{[zoneName(at, shown), formatDate(at, shown)].filter(Boolean).join(', ')}</span>
    </span>
  )
}
