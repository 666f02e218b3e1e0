import type { Manifest } from '../../format/report.ts'
import { DataTable } from '../frame/data-table.tsx'
import { zone } from '../frame/settings.ts'
import { ToneGlyph } from '../frame/tone.tsx'
import { printRoute } from '../route/route.ts'
import { formatDuration } from '../text/duration.ts'
import { cutMiddle } from '../text/name.ts'
import { formatCount, NONE } from '../text/number.ts'
import { formatDate, formatTime } from '../text/time.ts'
import { alone, toneOf, totalsOf } from '../text/verdict.ts'
import { spanOf } from './run-facts.ts'

/** The runs of the report, each a way to its own section. */
export function Runs({ manifest, chosen }: { manifest: Manifest; chosen: number | null }) {
  return (
    <section class="section">
      <h2>
        {manifest.runs.length} runs
        {chosen === null ? null : (
          <a class="more" href="#/">
            Show all
          </a>
        )}
      </h2>
      <DataTable
        class="runs"
        caption="The runs of the report"
        heads={['Run', 'Tests', 'Failed', 'Skipped', 'Wall time', 'Started']}
        rows={manifest.runs.map(({ entry: { stats, name } }, run) => {
          const span = spanOf(stats)
          const { failed } = stats
          const told = alone(manifest, run)
          return {
            key: run,
            class: run === chosen ? 'is-chosen' : undefined,
            cells: [
              <a
                href={printRoute({ page: 'home', run })}
                aria-current={run === chosen ? 'page' : undefined}
                title={cutMiddle(name, 500)}
              >
                <ToneGlyph tone={toneOf(totalsOf(told), told.conclusion)} />
                {cutMiddle(name, 80)}
              </a>,
              formatCount(stats.count),
              <span class={failed > 0 ? 'is-failed' : undefined}>{formatCount(failed)}</span>,
              formatCount(stats.skipped),
              formatDuration(span === null ? null : span[1] - span[0]),
              span === null
                ? NONE
                : [formatDate(span[0], zone.value), formatTime(span[0], zone.value, false)]
                    .filter(Boolean)
                    .join(', '),
            ],
          }
        })}
      />
    </section>
  )
}
