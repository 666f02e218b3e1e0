import type { ComponentChildren, RefObject } from 'preact'
import { useRef } from 'preact/hooks'
import { STATUSES, type Status } from '../../format/exported.ts'
import type { Manifest } from '../../format/report.ts'
import { formatCount, plural } from '../../words/number.ts'
import { testsDrawn, testsRead } from '../data/report.ts'
import { Glyph } from '../frame/glyph.tsx'
import { SearchIcon } from '../frame/search-icon.tsx'
import { focusContent } from '../frame/skip-link.tsx'
import { runLabel } from '../text/name.ts'
import { CODE, SEVERITY, STATUS_COUNTED } from '../text/status.ts'
import { suggest } from './suggest.ts'

interface Filter {
  readonly query: string
  readonly statuses: readonly Status[]
  readonly run: number | null
}

interface FilterBarProps {
  readonly manifest: Manifest
  readonly filter: Filter
  readonly change: (to: Partial<Filter>) => void
  /** Status code → number of tests. */
  readonly counts: readonly number[]
  /** Whether all runs can be shown at once. */
  readonly allRuns?: boolean
  readonly field: RefObject<HTMLInputElement | null>
  /** Selector of where Enter, ↓, or Escape if the field is empty, leads. There may be no such element. */
  readonly target: string
  /** Shown after the filters, for instance how many tests they leave. */
  readonly children: ComponentChildren
}

/** For paper, which has no bar. */
export function filterWords({ query, statuses, run }: Filter): string[] {
  const words = [run === null ? '' : `run ${run}`, ...statuses.map((one) => STATUS_COUNTED[one]), query]
  return words.filter(Boolean)
}

/** The filters of the table and of the timeline, where the statuses are the legend as well. */
export function FilterBar(props: FilterBarProps) {
  const { manifest, filter, change, counts, field, allRuns = true, target, children } = props
  const { query, run } = filter
  const tests = testsRead.value?.tests
  const offers = tests === undefined ? [] : suggest(tests, query)
  /** Whether the last key opened the list of suggestions or moved in it. */
  const isListed = useRef(false)
  const onKeyDown = (event: KeyboardEvent): void => {
    const wasListed = isListed.current
    isListed.current = /^Arrow(Down|Up)$/.test(event.key) && offers.length > 0
    // Escape closes the list first, of which Firefox tells the page too
    if (isListed.current || (wasListed && event.key === 'Escape')) return
    const found = document.querySelector<HTMLElement>(target)
    if (event.key === 'Escape' && query !== '') change({ query: '' })
    else if (found !== null && ['Escape', 'Enter', 'ArrowDown'].includes(event.key)) found.focus()
    else if (event.key === 'Escape') focusContent()
    else return
    event.preventDefault()
  }
  return (
    <div class="toolbar">
      <label class="search">
        <span class="unseen">Search tests</span>
        <SearchIcon />
        <input
          ref={field}
          type="search"
          list="offers"
          placeholder="Words, worker:3, tag:slow, >10s"
          value={query}
          spellcheck={false}
          autocomplete="off"
          onInput={(event) => change({ query: event.currentTarget.value })}
          onKeyDown={onKeyDown}
        />
        <datalist id="offers">
          {offers.map((offer) => (
            <option key={offer} value={offer} />
          ))}
        </datalist>
      </label>
      <div class="chips" role="group" aria-label="Status">
        {SEVERITY.map((status) => (
          <Chip key={status} status={status} count={counts[CODE[status]]} filter={filter} change={change} />
        ))}
      </div>
      <RunChoice manifest={manifest} run={run} all={allRuns} change={change} />
      {children}
    </div>
  )
}

interface RunChoiceProps {
  readonly manifest: Manifest
  readonly run: number | null
  /** Whether all runs can be chosen at once. */
  readonly all: boolean
  readonly change: (to: { run: number | null }) => void
}

export function RunChoice({ manifest, run, all, change }: RunChoiceProps) {
  const { runs } = manifest
  if (runs.length < 2) return null
  return (
    <label class="choice">
      <span class="unseen">Run</span>
      <select
        value={run ?? ''}
        onChange={({ currentTarget: { value } }) => change({ run: value === '' ? null : Number(value) })}
      >
        {all ? <option value="">All {plural(runs.length, 'run')}</option> : null}
        {runs.map((_, i) => (
          <option key={i} value={i}>
            {runLabel(manifest, i, 60)}
          </option>
        ))}
      </select>
    </label>
  )
}

type ChipProps = Pick<FilterBarProps, 'filter' | 'change'> & {
  readonly status: Status
  readonly count: number
}

/**
 * A status without tests in the report has no chip, except the three common ones: a plain run has a short row. The
 * chips stay while words are typed, whatever they find.
 */
function Chip({ status, count, filter: { statuses }, change }: ChipProps) {
  const isChosen = statuses.includes(status)
  const isPresent = testsDrawn.value?.status.includes(CODE[status]) === true
  if (!isPresent && !isChosen && !STATUSES.slice(0, 3).includes(status)) return null
  const toggle = (): void =>
    change({ statuses: isChosen ? statuses.filter((one) => one !== status) : [...statuses, status] })
  return (
    <button type="button" class={`chip is-${status}`} aria-pressed={isChosen} onClick={toggle}>
      <Glyph status={status} label={false} />
      <span class="chip-word">{STATUS_COUNTED[status]}</span> <span class="quiet">{formatCount(count)}</span>
    </button>
  )
}
