import type { RefObject } from 'preact'
import { STATUSES, type Status } from '../../format/exported.ts'
import type { Manifest } from '../../format/report.ts'
import { Glyph } from '../frame/glyph.tsx'
import { cutMiddle } from '../text/name.ts'
import { formatCount } from '../text/number.ts'
import { CODE, SEVERITY, STATUS_COUNTED } from '../text/status.ts'
import { asked, change, counts, toggleStatus } from './view.ts'

interface ToolbarProps {
  readonly manifest: Manifest
  /** Tests shown, and all there are. */
  readonly shown: number
  readonly all: number
  readonly search: RefObject<HTMLInputElement | null>
  readonly onLeave: () => void
}

export function Toolbar({ manifest, shown, all, search, onLeave }: ToolbarProps) {
  return (
    <div class="toolbar">
      <label class="search">
        <span class="unseen">Search tests by name</span>
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M10.5 10.5 14 14M12 7A5 5 0 1 1 2 7a5 5 0 0 1 10 0Z" />
        </svg>
        <input
          ref={search}
          type="search"
          placeholder="Search names, in several words"
          value={asked.value.query}
          spellcheck={false}
          autocomplete="off"
          onInput={(event) => change({ query: event.currentTarget.value })}
          onKeyDown={(event) => leaveSearch(event, onLeave)}
        />
      </label>
      <div class="chips" role="group" aria-label="Status">
        {SEVERITY.map((status) => (
          <Chip key={status} status={status} />
        ))}
      </div>
      {manifest.runs.length > 1 ? <RunChoice manifest={manifest} /> : null}
      <p class="shown" role="status">
        {shown === all ? `${formatCount(all)} tests` : `${formatCount(shown)} of ${formatCount(all)}`}
      </p>
    </div>
  )
}

/** Escape empties the search, then leaves it; Enter and ↓ go on to the table. */
function leaveSearch(event: KeyboardEvent, onLeave: () => void): void {
  if (event.key === 'Escape' && asked.value.query !== '') change({ query: '' })
  else if (event.key === 'Escape' || event.key === 'Enter' || event.key === 'ArrowDown') onLeave()
  else return
  event.preventDefault()
}

/** Only statuses that the report has, so that a plain run has a plain row of chips. */
function Chip({ status }: { status: Status }) {
  const count = counts.value[CODE[status]]
  const chosen = asked.value.statuses.includes(status)
  if (count === 0 && !chosen && !STATUSES.slice(0, 3).includes(status)) return null
  return (
    <button type="button" class="chip" aria-pressed={chosen} onClick={() => toggleStatus(status)}>
      <Glyph status={status} label={false} />
      {STATUS_COUNTED[status]} <span class="chip-count">{formatCount(count)}</span>
    </button>
  )
}

function RunChoice({ manifest }: { manifest: Manifest }) {
  return (
    <label class="choice">
      <span class="unseen">Run</span>
      <select
        value={asked.value.run ?? ''}
        onChange={({ currentTarget: { value } }) => change({ run: value === '' ? null : Number(value) })}
      >
        <option value="">All runs</option>
        {manifest.runs.map(({ entry }, run) => (
          <option key={entry.id} value={run}>
            {run}: {cutMiddle(entry.name, 60)}
          </option>
        ))}
      </select>
    </label>
  )
}
