import type { Manifest } from '../../format/report.ts'
import { formatDuration } from '../../words/duration.ts'
import { formatCount, NONE, plural } from '../../words/number.ts'
import { alone, toneOf, totalsOf } from '../../words/verdict.ts'
import { spanOf } from '../data/run-facts.ts'
import { isFailed } from '../data/run-order.ts'
import { lengthOf } from '../data/span.ts'
import { DataTable } from '../frame/data-table.tsx'
import { ToneGlyph } from '../frame/tone.tsx'
import { dateAndTime } from '../frame/when.ts'
import { printRoute } from '../route/hash.ts'
import { refine } from '../route/location.ts'
import { type HomeRoute } from '../route/route.ts'
import { cutMiddle, runLabel } from '../text/name.ts'

/** Runs listed at first: nobody would see the failures below a longer list. */
const LISTED = 20

/** The runs of the report, each with a link to its own section. */
export function Runs({ manifest, at }: { manifest: Manifest; at: HomeRoute }) {
  const { run: chosen, all } = at
  const { runs } = manifest
  const listed = all || runs.length <= LISTED ? runs.map((_, run) => run) : worstRuns(manifest, chosen)
  return (
    <section class="section">
      <div class="section-head">
        <h2>{plural(manifest.runs.length, 'run')}</h2>
        {chosen === null ? null : (
          <a class="more" href={printRoute({ ...at, run: null })}>
            Show all
          </a>
        )}
      </div>
      <DataTable
        class="runs"
        caption="The runs of the report"
        heads={['Run', 'Tests', 'Failed', 'Skipped', 'Wall time', 'Started']}
        rows={listed.map((run) => {
          const { stats, name } = runs[run].entry
          const span = spanOf(stats)
          const { failed } = stats
          const told = alone(manifest, run)
          return {
            key: run,
            class: run === chosen ? 'is-chosen' : undefined,
            cells: [
              <a
                href={printRoute({ ...at, run })}
                aria-current={run === chosen ? 'page' : undefined}
                title={cutMiddle(name, 500)}
              >
                <ToneGlyph tone={toneOf(totalsOf(told), told.conclusion)} />
                {runLabel(manifest, run, 80)}
              </a>,
              formatCount(stats.count),
              <span class={failed > 0 ? 'is-failed' : undefined}>{formatCount(failed)}</span>,
              formatCount(stats.skipped),
              formatDuration(span && lengthOf(span)),
              span === null ? NONE : dateAndTime(span.from),
            ],
          }
        })}
      />
      {runs.length <= LISTED ? null : (
        <button type="button" class="button" onClick={() => refine({ ...at, all: !all })}>
          {all ? `List ${LISTED} of them` : `List all ${plural(runs.length, 'run')}`}
        </button>
      )}
    </section>
  )
}

/** The chosen run, those that failed or lost results, and the last of the others; in the report's order. */
function worstRuns(manifest: Manifest, chosen: number | null): number[] {
  const all = manifest.runs.map((_, run) => run)
  const isGood = (run: number): boolean => run !== chosen && !isFailed(manifest, run)
  return [...all.filter((run) => !isGood(run)), ...all.filter(isGood).toReversed()]
    .slice(0, LISTED)
    .toSorted((a, b) => a - b)
}
