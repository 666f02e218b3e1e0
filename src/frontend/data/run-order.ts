/** Which of the report's runs come first. Pure. */

import type { Manifest } from '../../format/report.ts'
import { alone } from '../../words/verdict.ts'
import { spanOf } from './run-facts.ts'
import type { Span } from './span.ts'

type Runs = Pick<Manifest, 'runs'>

/** Null for runs without times. */
export const spansOf = ({ runs }: Runs): (Span | null)[] => runs.map(({ entry }) => spanOf(entry.stats))

/** Whether the runs did not run at about the same time, as shards of one job do: there is mostly time between them. */
export function areApart(spans: readonly (Span | null)[]): boolean {
  const known = spans.filter((span) => span !== null)
  const from = Math.min(...known.map((span) => span.from))
  const to = Math.max(...known.map((span) => span.to))
  return to - from > 2 * known.reduce((total, span) => total + span.to - span.from, 0)
}

/** Whether it failed or lost results. */
export const isFailed = (manifest: Runs, run: number): boolean =>
  alone(manifest, run).conclusion === 'failure'

/** The runs that failed or lost results, then the others; of each the newest first, if they are apart. */
export function worstFirst(manifest: Runs): number[] {
  const spans = spansOf(manifest)
  const starts = spans.map(areApart(spans) ? (span) => span?.from ?? 0 : () => 0)
  const order = [...spans.keys()].sort((a, b) => starts[b] - starts[a])
  return [
    ...order.filter((run) => isFailed(manifest, run)),
    ...order.filter((run) => !isFailed(manifest, run)),
  ]
}
