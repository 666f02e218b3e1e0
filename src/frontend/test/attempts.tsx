import { STATUSES } from '../../format/exported.ts'
import { type TestAddress, testHash } from '../../format/links.ts'
import { formatCount } from '../../words/number.ts'
import type { Tests } from '../data/tests.ts'
import { Glyph } from '../frame/glyph.tsx'
import { durationText } from '../text/duration.ts'
import { STATUS_WORDS } from '../text/status.ts'

interface AttemptsProps {
  readonly tests: Tests
  readonly attempts: readonly number[]
  readonly address: TestAddress
}

/** Maximum number of attempts shown: a test that is repeated until it fails may have thousands. */
const SHOWN = 50

/** Links from one execution of a test to the others. */
export function Attempts({ tests, attempts, address }: AttemptsProps) {
  const first = Math.max(0, Math.min(address.attempt - SHOWN / 2, attempts.length - SHOWN))
  return (
    <nav class="attempts" aria-label="Attempts">
      <span class="quiet">Ran {formatCount(attempts.length)} times</span>
      {attempts.slice(first, first + SHOWN).map((test, i) => {
        const attempt = first + i + 1
        const status = STATUSES[tests.status[test]]
        return (
          <a
            key={attempt}
            href={testHash(address.run, address.name, attempt)}
            aria-current={attempt === address.attempt ? 'page' : undefined}
          >
            <Glyph status={status} label={false} />
            <span class="quiet">{attempt}</span> {STATUS_WORDS[status]}{' '}
            <span class="quiet">{durationText(tests, test)}</span>
          </a>
        )
      })}
    </nav>
  )
}
