import type { Stats, Status } from '../../format/exported.ts'
import type { Manifest } from '../../format/report.ts'
import { Glyph } from '../frame/glyph.tsx'
import { zone } from '../frame/settings.ts'
import { printRoute } from '../route/route.ts'
import { formatDuration } from '../text/duration.ts'
import { cutMiddle } from '../text/name.ts'
import { formatCount, NONE } from '../text/number.ts'
import { formatDate, formatTime } from '../text/time.ts'
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
      <table class="runs">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col" class="number">
              Tests
            </th>
            <th scope="col" class="number">
              Failed
            </th>
            <th scope="col" class="number">
              Skipped
            </th>
            <th scope="col" class="number">
              Wall time
            </th>
            <th scope="col" class="number when">
              Started
            </th>
          </tr>
        </thead>
        <tbody>
          {manifest.runs.map(({ entry: { stats, name } }, run) => {
            const span = spanOf(stats)
            const failed = stats.failures.length
            return (
              <tr key={run} class={run === chosen ? 'is-chosen' : undefined}>
                <th scope="row">
                  <a
                    href={printRoute({ page: 'home', run })}
                    aria-current={run === chosen ? 'page' : undefined}
                    title={cutMiddle(name, 500)}
                  >
                    <Glyph status={glyphOf(stats)} label={false} />
                    {cutMiddle(name, 80)}
                  </a>
                </th>
                <td class="number">{formatCount(stats.count)}</td>
                <td class={failed > 0 ? 'number is-failed' : 'number'}>{formatCount(failed)}</td>
                <td class="number">{formatCount(stats.skips.length)}</td>
                <td class="number">{formatDuration(span === null ? null : span[1] - span[0])}</td>
                <td class="number when">
                  {span === null
                    ? NONE
                    : `${formatDate(span[0], zone.value)}, ${formatTime(span[0], zone.value, false)}`}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function glyphOf({ count, failures, skips }: Stats): Status {
  if (failures.length > 0) return 'fail'
  return skips.length === count ? 'skip' : 'success'
}
