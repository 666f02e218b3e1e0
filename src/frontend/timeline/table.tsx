import { useMemo } from 'preact/hooks'
import { formatCount, plural } from '../../words/number.ts'
import { runOf } from '../data/tests.ts'
import { DataTable } from '../frame/data-table.tsx'
import { whenText } from '../frame/when.ts'
import { durationText } from '../text/duration.ts'
import { cutMiddle } from '../text/name.ts'
import { STATUS_WORDS, statusOf } from '../text/status.ts'
import { testsInSight } from './in-sight.ts'
import { model, names, resting, select, selected, shownRuns } from './state.ts'
import { useSliced } from './use-sliced.ts'

/** Maximum number of rows. To reach other tests, a reader zooms in or filters, as on the canvas. */
const MOST = 100

/** What the canvas shows, for screen readers: the tests in view, failing ones first. */
export function TimelineTable() {
  const [now, tests, rest] = [model.value, names.value, resting.value]
  const asked = useMemo(
    () => (now === null || rest === null ? null : { model: now, ...rest, most: MOST }),
    [now, rest],
  )
  const all = useSliced(asked, testsInSight)?.made
  if (tests === null || all === undefined) return null
  const test = selected.value
  const several = shownRuns.value.length > 1
  return (
    <div class="unseen">
      <p aria-live="polite">
        {test < 0
          ? ''
          : `${tests.name(test)}: ${STATUS_WORDS[statusOf(tests, test)]}, ${durationText(tests, test)}`}
      </p>
      <p role="status">{test < 0 ? `${plural(all.count, 'test')} in view` : null}</p>
      <DataTable
        caption={
          all.count > MOST
            ? `${formatCount(MOST)} of the ${formatCount(all.count)} tests in view`
            : `The ${formatCount(all.count)} tests in view`
        }
        heads={['Test', 'Status', 'Worker', ...(several ? ['Run'] : []), 'Start', 'Duration']}
        rows={all.listed.map((one) => {
          const worker = tests.worker(one)
          return {
            key: one,
            cells: [
              <button type="button" tabIndex={-1} onClick={() => select(one)}>
                {cutMiddle(tests.name(one), 300)}
              </button>,
              STATUS_WORDS[statusOf(tests, one)],
              worker < 0 ? 'none' : worker,
              ...(several ? [runOf(tests, one)] : []),
              whenText(tests.start[one]),
              durationText(tests, one),
            ],
          }
        })}
      />
    </div>
  )
}
