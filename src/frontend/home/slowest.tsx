import { useMemo } from 'preact/hooks'
import { STATUSES } from '../../format/exported.ts'
import { testHash } from '../../format/links.ts'
import { addressOf } from '../data/attempts.ts'
import type { Tests } from '../data/tests.ts'
import { Glyph } from '../frame/glyph.tsx'
import { ShortName } from '../frame/name.tsx'
import { ALL_TESTS, printRoute } from '../route/route.ts'
import { formatDuration } from '../text/duration.ts'
import { slowestOf } from './run-facts.ts'

const SHOWN = 10

interface SlowestProps {
  readonly run: number
  readonly tests: Tests
  readonly several: boolean
}

export function Slowest({ run, tests, several }: SlowestProps) {
  const slowest = useMemo(() => slowestOf(tests, run, SHOWN), [tests, run])
  if (slowest.length === 0) return null
  const longest = tests.duration[slowest[0]]
  const all = printRoute({ ...ALL_TESTS, sort: 'duration', descending: true, run: several ? run : null })
  return (
    <section class="section">
      <h3>
        Slowest tests
        <a class="more" href={all}>
          All by duration
        </a>
      </h3>
      <ol class="slowest">
        {slowest.map((test) => {
          const { name, attempt } = addressOf(tests, test)
          const status = STATUSES[tests.status[test]]
          return (
            <li key={test}>
              <a href={testHash(run, name, attempt)}>
                <Glyph status={status} />
                <ShortName name={name} />
                <span class="slow-bar" aria-hidden="true">
                  <span
                    class={`is-${status}`}
                    style={{ width: `${(tests.duration[test] / longest) * 100}%` }}
                  />
                </span>
                <span class="slow-time">{formatDuration(tests.duration[test])}</span>
              </a>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
