import type { SiteRun } from '../../format/site.ts'
import { formatDuration } from '../../words/duration.ts'
import { formatCount } from '../../words/number.ts'
import { verdictInShort } from '../../words/verdict.ts'
import { addressOf } from '../compare/reports.ts'
import { ToneGlyph } from '../frame/tone.tsx'
import { toneOfRun } from './jobs-verdict.ts'

export const wallTime = ({ duration }: SiteRun): string =>
  formatDuration(duration === null ? null : duration * 1e6)

/** The report's verdict in short, as a link to the report. */
export function Verdict({ run }: { run: SiteRun }) {
  const tone = toneOfRun(run)
  const { missing = 0 } = run.counts
  return (
    <a class={`verdict-link is-${tone}`} href={addressOf('', run)}>
      <ToneGlyph tone={tone} />
      {verdictInShort(run.counts, run.conclusion)}
      {tone === 'failed' && missing > 0 ? `, ${formatCount(missing)} never ran` : null}
    </a>
  )
}

/** The verdict beside a job's name: `✕ 29`, or only a glyph if nothing failed. */
export function Mark({ run }: { run: SiteRun }) {
  const tone = toneOfRun(run)
  return (
    <>
      <ToneGlyph tone={tone} />
      <span class="unseen">{verdictInShort(run.counts, run.conclusion)}</span>
      {tone === 'failed' ? (
        <span class="mark-count" aria-hidden="true">
          {formatCount(run.counts.failed)}
        </span>
      ) : null}
    </>
  )
}
