import type { ComponentChildren } from 'preact'
import type { Manifest } from '../../format/report.ts'
import { formatDuration } from '../../words/duration.ts'
import { formatPercent, plural } from '../../words/number.ts'
import { alone, type Totals, toneOf, totalsOf, verdict } from '../../words/verdict.ts'
import { testsRead } from '../data/report.ts'
import { spanOf } from '../data/run-facts.ts'
import { lengthOf } from '../data/span.ts'
import { ToneGlyph } from '../frame/tone.tsx'
import { balanceOf } from './balance.ts'

/**
 * `29 of 16,226 tests failed in 39 m 12 s on 4 workers, 98 % busy`; of a run that broke off, how long and how busy it
 * was says nothing. `run`: null for all runs.
 */
export function VerdictSentence({ manifest, run }: { manifest: Manifest; run: number | null }) {
  const only = run ?? (manifest.runs.length === 1 ? 0 : null)
  const told = run === null ? manifest : alone(manifest, run)
  const totals = totalsOf(told)
  const tone = toneOf(totals, told.conclusion)
  const Heading = run === null ? 'h1' : 'p'
  return (
    <Heading class={`verdict is-${tone}`}>
      <ToneGlyph tone={tone} />
      <span>
        <b>{verdict(totals, told.conclusion, null)}</b>
        <span class="verdict-rest">
          {only === null ? inRuns(manifest, totals) : totals.missing ? null : circumstances(manifest, only)}
        </span>
      </span>
    </Heading>
  )
}

const inRuns = ({ runs }: Manifest, { withoutTest }: Totals): string =>
  runs.length === 0 || withoutTest !== undefined ? '' : ` in ${plural(runs.length, 'run')}`

function circumstances(manifest: Manifest, run: number): ComponentChildren {
  const span = spanOf(manifest.runs[run].entry.stats)
  const read = testsRead.value
  const balance = read === null ? null : balanceOf(read.tests, run, span)
  const time = span && [' in ', <Quantity>{formatDuration(lengthOf(span))}</Quantity>]
  // until it is known, and if there is none, its room is kept, so that the failures below do not move
  if (balance === null) return time && [time, <span class="is-coming"> on 4 workers, 98 % busy</span>]
  const busy =
    balance.busy === null ? null : [', ', <Quantity>{formatPercent(balance.busy)}</Quantity>, ' busy']
  return [time, ' on ', <Quantity>{plural(balance.workers.length, 'worker')}</Quantity>, busy]
}

/** A number and its unit on one line, however narrow the page is. */
function Quantity({ children }: { children: string }) {
  return <span class="quantity">{children}</span>
}
