import type { ComponentChildren } from 'preact'
import type { DataError } from '../data/blocks.ts'
import { testsRead } from '../data/report.ts'
import { cutEnd } from '../text/name.ts'

/** Says that the page is empty, refused or broken, and what to do next. */
export function Notice(props: { title: string; strong?: boolean; children?: ComponentChildren }) {
  return (
    <div class={props.strong ? 'notice is-strong' : 'notice'} role={props.strong ? 'alert' : undefined}>
      <p class="notice-title">{props.title}</p>
      {props.children}
    </div>
  )
}

export function ErrorNotice({ error }: { error: DataError }) {
  return (
    <Notice title={cutEnd(error.message, 1000)} strong>
      <p>{error.remedy}</p>
    </Notice>
  )
}

/** For a URL with the number of a run that the report does not have. */
export const NoRun = ({ run }: { run: number }) => (
  <Notice title={`This report has no run ${run}.`}>
    <p>
      <a href="#/">Go to the runs it has</a>
    </p>
  </Notice>
)

/** Runs whose tests could not be read, and why. */
export function Faults() {
  return (
    <>
      {[...(testsRead.value?.faults ?? [])].map(([run, error]) => (
        <Notice key={run} title={`Run ${run} is missing here. ${error.message}`} strong>
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
