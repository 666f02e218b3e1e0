import { testsRead } from '../data/report.ts'
import { printRoute } from '../route/hash.ts'
import { home } from '../route/location.ts'
import { Notice } from './notice.tsx'

/** For a URL with the number of a run that the report does not have. */
export const NoRun = ({ run }: { run: number }) => (
  <Notice title={`This report has no run ${run}.`}>
    <p>
      <a href={printRoute(home())}>Go to the runs it has</a>
    </p>
  </Notice>
)

/** Runs whose tests could not be read, and why. */
export function Faults() {
  return (
    <>
      {[...(testsRead.value?.faults ?? [])].map(([run, error]) => (
        <Notice key={run} title={`Run ${run} or a part of it is missing here. ${error.message}`} strong>
          <p>{error.remedy}</p>
        </Notice>
      ))}
    </>
  )
}

export function Reading() {
  return (
    <p class="quiet padded" role="status">
      Reading the tests…
    </p>
  )
}
