import { STATUSES } from '../../format/exported.ts'
import { testHash } from '../../format/links.ts'
import { addressOf } from '../data/attempts.ts'
import { runOf, type Tests } from '../data/tests.ts'
import { Glyph } from '../frame/glyph.tsx'
import { ShortName } from '../frame/name.tsx'
import { zone } from '../frame/settings.ts'
import { formatDuration } from '../text/duration.ts'
import { NONE } from '../text/number.ts'
import { formatDate, formatTime } from '../text/time.ts'
import { active } from './view.ts'

/** Pixels; styles/table.css has the same. */
export const ROW_HEIGHT = 28

interface RowProps {
  readonly tests: Tests
  readonly test: number
  readonly row: number
  readonly top: number
  readonly active: boolean
  readonly runs: boolean
}

export function Row({ tests, test, row, top, active: isActive, runs }: RowProps) {
  const status = STATUSES[tests.status[test]]
  const start = tests.start[test]
  const worker = tests.worker(test)
  const { run, name, attempt } = addressOf(tests, test)
  return (
    <div
      id={`row-${row}`}
      class={isActive ? 'row is-active' : 'row'}
      role="row"
      aria-rowindex={row + 2}
      aria-selected={isActive}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div class="cell-status" role="gridcell">
        <Glyph status={status} />
      </div>
      <div class="cell-name" role="gridcell">
        <a href={testHash(run, name, attempt)} tabIndex={-1} onClick={() => (active.value = test)}>
          <ShortName name={name} />
          {attempt > 1 ? <span class="attempt">attempt {attempt}</span> : null}
        </a>
      </div>
      <div class="cell-duration" role="gridcell">
        {formatDuration(tests.duration[test])}
      </div>
      <div class="cell-start" role="gridcell" title={formatDate(start, zone.value)}>
        {formatTime(start, zone.value)}
      </div>
      <div class="cell-worker" role="gridcell">
        {worker < 0 ? NONE : worker}
      </div>
      {runs ? (
        <div class="cell-run" role="gridcell">
          {runOf(tests, test)}
        </div>
      ) : null}
    </div>
  )
}
