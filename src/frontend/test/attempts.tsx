import { STATUSES } from '../../format/exported.ts'
import { type TestAddress, testHash } from '../../format/links.ts'
import { formatCount } from '../../words/number.ts'
import { attemptOf, whichOf } from '../data/attempts.ts'
import type { Tests } from '../data/tests.ts'
import { Glyph } from '../frame/glyph.tsx'
import { durationText } from '../text/duration.ts'
import { STATUS_WORDS } from '../text/status.ts'

interface AttemptsProps {
  readonly tests: Tests
  /** Those of one name, in the order of raw. */
  readonly results: readonly number[]
  readonly address: TestAddress
}

/** Maximum number of results shown: a test that is repeated until it fails may have thousands. */
const SHOWN = 50

/** Links from one result of a test to the others: its attempts, and what else was said of them. */
export function Attempts({ tests, results, address }: AttemptsProps) {
  const first = Math.max(0, Math.min(address.attempt - SHOWN / 2, results.length - SHOWN))
  const attempts = attemptOf(tests, results[results.length - 1])
  const ran = attempts > 1 ? [`Ran ${formatCount(attempts)} times`] : []
  const told = attempts < results.length ? [`${formatCount(results.length)} results`] : []
  return (
    <nav class="attempts" aria-label={attempts > 1 ? 'Attempts' : 'Results'}>
      <span class="quiet">{[...ran, ...told].join(', ')}</span>
      {results.slice(first, first + SHOWN).map((test, i) => {
        const place = first + i + 1
        const status = STATUSES[tests.status[test]]
        // with several attempts, the first one is numbered, too
        const which = whichOf(tests, test) || (attempts > 1 ? 'attempt 1' : '')
        return (
          <a
            key={place}
            href={testHash(address.run, address.name, place)}
            aria-current={place === address.attempt ? 'page' : undefined}
          >
            <Glyph status={status} label={false} />
            {which === '' ? null : <span class="quiet">{which.replace(/^attempt /, '')}</span>}{' '}
            {STATUS_WORDS[status]} <span class="quiet">{durationText(tests, test)}</span>
          </a>
        )
      })}
    </nav>
  )
}
