import type { RefObject } from 'preact'
import { STATUSES, type Status } from '../../format/exported.ts'
import type { Manifest } from '../../format/report.ts'
import { Glyph } from '../frame/glyph.tsx'
import { cutMiddle } from '../text/name.ts'
import { formatCount } from '../text/number.ts'
import { SEVERITY, STATUS_COUNTED } from '../text/status.ts'
import { asked, change, counts, matching, shownRuns } from './state.ts'

interface ToolbarProps {
  readonly manifest: Manifest
  readonly filter: RefObject<HTMLInputElement | null>
}

/** What the timeline shows of all there is; the statuses are its legend as well. */
export function Toolbar({ manifest, filter }: ToolbarProps) {
  return (
    <div class="timeline-tools">
      <input
        ref={filter}
        class="filter"
        type="search"
        placeholder="Filter: words, status:fail, >10s"
        aria-label="Filter the tests"
        value={asked.value.query}
        onInput={(event) => change({ query: event.currentTarget.value })}
      />
      <Statuses />
      {manifest.runs.length > 1 ? <Runs manifest={manifest} /> : null}
      <Found />
    </div>
  )
}

function Statuses() {
  const found = counts.value
  return (
    <div class="statuses" role="group" aria-label="Statuses">
      {SEVERITY.map((status) => {
        const count = found[STATUSES.indexOf(status)]
        if (count === 0) return null
        const { statuses } = asked.value
        return (
          <button
            key={status}
            type="button"
            class="chip"
            aria-pressed={statuses.includes(status)}
            onClick={() => toggle(status)}
          >
            <i class={`swatch is-${status}`} />
            <Glyph status={status} label={false} />
            {formatCount(count)} <span class="chip-word">{STATUS_COUNTED[status]}</span>
          </button>
        )
      })}
    </div>
  )
}

function toggle(status: Status): void {
  const { statuses } = asked.value
  change({
    statuses: statuses.includes(status) ? statuses.filter((one) => one !== status) : [...statuses, status],
  })
}

function Runs({ manifest }: { manifest: Manifest }) {
  const shown = shownRuns.value
  return (
    <label class="choice">
      <span class="unseen">Run</span>
      <select
        value={shown.length === 1 ? String(shown[0]) : ''}
        onChange={(event) => {
          const { value } = event.currentTarget
          change({ run: value === '' ? null : Number(value), view: null, range: null, at: null })
        }}
      >
        {shown.length > 1 ? <option value="">All {shown.length} runs</option> : null}
        {manifest.runs.map(({ entry }, run) => (
          <option key={run} value={String(run)}>
            {cutMiddle(entry.name, 60)}
          </option>
        ))}
      </select>
    </label>
  )
}

function Found() {
  const count = matching.value
  if (count === null) return null
  return (
    <span class="quiet" role="status">
      {formatCount(count)} found
    </span>
  )
}
