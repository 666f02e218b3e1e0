import { useMemo, useState } from 'preact/hooks'
import { testHash } from '../../format/links.ts'
import { formatDuration } from '../../words/duration.ts'
import { formatCount, formatPercent, NONE, plural } from '../../words/number.ts'
import { addressOf } from '../data/attempts.ts'
import type { Span } from '../data/span.ts'
import type { Tests } from '../data/tests.ts'
import { DataTable } from '../frame/data-table.tsx'
import { Fact } from '../frame/fact.tsx'
import { MoreButton } from '../frame/more-button.tsx'
import { WholeName } from '../frame/name.tsx'
import { labelOf } from '../hierarchy/tree.ts'
import { printRoute } from '../route/hash.ts'
import { keep, kept } from '../route/location.ts'
import { WHOLE_HIERARCHY } from '../route/route.ts'
import { type Balance, balanceOf } from './balance.ts'
import { whyLast } from './why-last.ts'

/** Workers listed at first: beyond that, the picture says more; and added by each click of the button. */
const [TOLD, MORE] = [16, 200]

interface TimeSectionProps {
  readonly run: number
  readonly tests: Tests
  readonly span: Span | null
  readonly several: boolean
}

/** Where the wall time went, worker by worker, and the ideal it is compared with. */
export function TimeSection(props: TimeSectionProps) {
  const { run, tests, span } = props
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
      <WhyLast {...props} balance={balance} />
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

function WhyLast({ run, tests, balance, several }: TimeSectionProps & { balance: Balance }) {
  const why = useMemo(() => whyLast(tests, run, balance), [tests, run, balance])
  if (why === null) return null
  const time = formatDuration(why.time)
  return (
    <p>
      Worker {balance.last} was last because{' '}
      {why.of === 'longest' || why.of === 'last' ? (
        <>
          {why.of === 'last' ? 'its last test' : 'one of its tests'} took {time}:{' '}
          <a href={testHash(run, tests.name(why.test), addressOf(tests, why.test).attempt)}>
            <WholeName name={tests.name(why.test)} />
          </a>
        </>
      ) : why.of === 'class' ? (
        <>
          its last class, {plural(why.tests, 'test')}, took {time}:{' '}
          <a href={printRoute({ ...WHOLE_HIERARCHY, root: why.name, run: several ? run : null })}>
            <WholeName name={labelOf(why.name)} />
          </a>
        </>
      ) : why.of === 'tests' ? (
        `its tests took ${time} longer than the others’, on average.`
      ) : (
        `it ran no test for ${time} longer than the others, on average.`
      )}
    </p>
  )
}

const idealWords = ({ ideal, longest }: Balance): string =>
  ideal === longest ? 'the longest test' : 'shared evenly'

/** How long the other workers had nothing to do at the end. */
function waitWords({ workers, waited }: Balance): string {
  return workers.length < 2 ? 'the only one' : `others waited ${formatDuration(waited)} in all`
}
