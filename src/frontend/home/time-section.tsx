import { useMemo, useState } from 'preact/hooks'
import { formatDuration } from '../../words/duration.ts'
import { formatCount, formatPercent, NONE, plural } from '../../words/number.ts'
import type { Span } from '../data/span.ts'
import type { Tests } from '../data/tests.ts'
import { DataTable } from '../frame/data-table.tsx'
import { Fact } from '../frame/fact.tsx'
import { MoreButton } from '../frame/more-button.tsx'
import { keep, kept } from '../route/location.ts'
import { type Balance, balanceOf } from './balance.ts'

/** Workers listed at first: beyond that, the picture says more; and added by each click of the button. */
const [TOLD, MORE] = [16, 200]

interface TimeSectionProps {
  readonly run: number
  readonly tests: Tests
  readonly span: Span | null
}

/** Where the wall time went, worker by worker, and the ideal it is compared with. */
export function TimeSection({ run, tests, span }: TimeSectionProps) {
  const balance = useMemo(() => balanceOf(tests, run, span), [tests, run, span?.from, span?.to])
  const [shown, setShown] = useState(() => Math.max(TOLD, kept(`workers ${run}`)))
  const show = (most: number): void => {
    setShown(most)
    keep(`workers ${run}`, most)
  }
  if (balance === null || !balance.wall) return null
  const { workers, others, wall, time, unended, busy, ideal, last } = balance
  // the last one always, which is named above
  const told = workers.filter(({ worker }, n) => n < shown || worker === last)
  return (
    <section class="section">
      <h3>Where the time went</h3>
      <dl class="facts">
        <Figure name="Wall time" value={formatDuration(wall)} more="first start to last end" />
        <Figure
          name="Tests’ time"
          value={formatDuration(time)}
          more={`on ${plural(workers.length, 'worker')}${unended === 0 ? '' : `, without ${plural(unended, 'test')} that did not finish`}`}
        />
        <Figure name="Busy" value={busy === null ? NONE : formatPercent(busy)} more="of the workers’ time" />
        <Figure name="Ideal" value={formatDuration(ideal)} more={idealWords(balance)} />
        {last === null ? null : (
          <Figure name="Finished last" value={`worker ${last}`} more={waitWords(balance)} />
        )}
      </dl>
      {workers.length > 1 || others !== null ? (
        <DataTable
          caption="The time of each worker"
          heads={['Worker', 'Tests', 'Their time', 'Busy', 'Idle at the end']}
          rows={[...told, ...(others === null ? [] : [others])].map((one) => ({
            key: `${one.worker}`,
            cells: [
              one.worker === null ? 'no worker' : `worker ${one.worker}`,
              formatCount(one.tests),
              formatDuration(one.time),
              time === 0 ? NONE : formatPercent((one.busy / wall) * 100),
              one.worker === last && one.idle === 0 ? 'the last one' : formatDuration(one.idle),
            ],
          }))}
        />
      ) : null}
      <MoreButton all={workers.length} shown={told.length} by={MORE} onShow={show} />
    </section>
  )
}

const Figure = ({ name, value, more }: { name: string; value: string; more: string }) => (
  <Fact name={name}>
    <b>{value}</b> <span class="quiet">{more}</span>
  </Fact>
)

const idealWords = ({ ideal, longest }: Balance): string =>
  ideal === longest ? 'the longest test' : 'shared evenly'

/** How long the other workers had nothing to do at the end. */
function waitWords({ workers, waited }: Balance): string {
  return workers.length < 2 ? 'the only one' : `others waited ${formatDuration(waited)} in all`
}
