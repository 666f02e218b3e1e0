import type { Manifest } from '../../format/report.ts'
import { plural } from '../../words/number.ts'
import { areApart, isFailed, spansOf, worstFirst } from '../data/run-order.ts'
import { extension } from '../frame/extension.ts'
import { Notice } from '../frame/notice.tsx'
import { NoRun } from '../frame/tests-notices.tsx'
import { WorkflowFacts } from '../frame/workflow.tsx'
import type { HomeRoute } from '../route/route.ts'
import { cutEnd } from '../text/name.ts'
import { RunSection } from './run-section.tsx'
import { Runs } from './runs.tsx'
import { VerdictSentence } from './verdict-sentence.tsx'
import { Problems } from './warnings.tsx'

/** Runs shown in full on one page, first those that failed or lost results. Of more, those that failed or lost results are, or the last one if none. */
const TOLD = 8

export function Home({ manifest, at }: { manifest: Manifest; at: HomeRoute }) {
  const { Ways, Changed } = extension
  const { run } = at
  const chosen = run !== null && run < manifest.runs.length ? run : null
  const shown = chosen === null ? toldRuns(manifest) : [chosen]
  const isOnly = manifest.runs.length === 1
  const changed = Changed === null ? null : <Changed key="changed" />
  const sections = shown.map((index) => (
    <RunSection key={index} manifest={manifest} run={index} below={isOnly ? changed : null} />
  ))
  const failing = shown.filter((index) => isFailed(manifest, index)).length
  const left = chosen === null ? manifest.runs.length - shown.length : 0
  return (
    <main class="page" tabIndex={-1}>
      <VerdictSentence manifest={manifest} run={null} />
      <p class="what-ran">
        <b>{cutEnd(manifest.title, 300)}</b>
        <WorkflowFacts workflow={manifest.workflow} />
      </p>
      {Ways === null ? null : <Ways />}
      {run === null || run === chosen ? null : <NoRun run={run} />}
      <Problems problems={manifest.problems} />
      {manifest.runs.length === 0 ? <NoRuns /> : null}
      {manifest.runs.length > 1 ? <Runs manifest={manifest} at={{ ...at, run: chosen }} /> : null}
      {sections.slice(0, failing)}
      {isOnly ? null : changed}
      {sections.slice(failing)}
      {left > 0 ? <p class="quiet">{plural(left, 'more run')}: choose one in the table above.</p> : null}
    </main>
  )
}

function toldRuns(manifest: Manifest): number[] {
  const all = worstFirst(manifest)
  if (all.length <= TOLD) return all
  const failed = all.filter((run) => isFailed(manifest, run))
  return failed.length > 0 ? failed.slice(0, TOLD) : [areApart(spansOf(manifest)) ? all[0] : all.length - 1]
}

function NoRuns() {
  return (
    <Notice title="No stream was exported.">
      <p>
        A subunit stream or a stestr repository, given to the action or the command, would fill this page.
      </p>
    </Notice>
  )
}
