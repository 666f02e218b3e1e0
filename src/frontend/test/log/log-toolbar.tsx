import type { RefObject } from 'preact'
import { formatCount } from '../../../words/number.ts'
import { SearchIcon } from '../../frame/search-icon.tsx'
import { LEVELS, type Level, type OutputView } from '../../route/route.ts'
import { type Finder, MOST_HITS } from './finder.ts'
import type { LevelIndex } from './levels.ts'
import type { Hits } from './use-hits.ts'

interface LogToolbarProps {
  readonly levels: LevelIndex
  readonly view: OutputView
  readonly onView: (to: Partial<OutputView>) => void
  readonly finder: Finder | null
  readonly hits: Hits
  /** Text of the row that contains the current hit. */
  readonly hitLine: string
  readonly field: RefObject<HTMLInputElement | null>
  readonly done: boolean
  /** How many lines the chosen levels have; empty if none is chosen. */
  readonly shown: string
  /** Escape was pressed in the empty field. */
  readonly onLeave: () => void
  /** Why the line in the URL is not visible; null if it is. */
  readonly lost: string | null
}

export function LogToolbar({
  levels,
  view,
  onView,
  finder,
  hits,
  hitLine,
  field,
  done,
  shown,
  onLeave,
  lost,
}: LogToolbarProps) {
  const has = view.levels.length > 0 || levels.counts.some((count) => count > 0)
  return (
    <div class="log-tools">
      <div class="find" role="search">
        <label class="search">
          <span class="unseen">Find in this output</span>
          <SearchIcon />
          <input
            ref={field}
            type="search"
            placeholder="Find ( f )"
            value={view.find}
            spellcheck={false}
            autocomplete="off"
            onInput={(event) => onView({ find: event.currentTarget.value })}
            onKeyDown={(event) => onFindKey(event, view, onView, hits, onLeave)}
          />
        </label>
        {/* rendered even while empty: otherwise a screen reader would not announce the first text in it */}
        <span role="status">
          {view.find === '' ? null : <span class="find-count">{found(finder, hits, done, view)}</span>}
          <span class="unseen">{hitLine}</span>
        </span>
        {view.find === '' ? null : (
          <>
            <StepButton
              label="Previous hit"
              keys="Shift+Enter"
              arrow="M4 10 8 6l4 4"
              onClick={() => hits.step(-1)}
            />
            <StepButton label="Next hit" keys="Enter" arrow="M4 6l4 4 4-4" onClick={() => hits.step(1)} />
          </>
        )}
      </div>
      <span class="log-lines" role="status">
        {lost ?? shown}
      </span>
      {has ? (
        <div class="chips" role="group" aria-label="Levels">
          {LEVELS.map((level, i) => {
            const isOn = view.levels.includes(level)
            const isEmpty = levels.counts[i] === 0 && !isOn
            return (
              <button
                key={level}
                type="button"
                class={`chip level is-${level}`}
                aria-pressed={isOn}
                // not `disabled`: one that was switched off keeps the focus
                aria-disabled={isEmpty}
                onClick={() => isEmpty || onView({ levels: toggled(view.levels, level) })}
              >
                {level.toUpperCase()} <span>{formatCount(levels.counts[i])}</span>
              </button>
            )
          })}
        </div>
      ) : null}
    </div>
  )
}

function StepButton(props: { label: string; keys: string; arrow: string; onClick: () => void }) {
  const { label, keys, arrow, onClick } = props
  return (
    <button type="button" class="tool" aria-label={label} title={`${label} ( ${keys} )`} onClick={onClick}>
      <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
        <path d={arrow} />
      </svg>
    </button>
  )
}

/** `3 of 120`; with a plus while more may be found. */
function found(finder: Finder | null, { current }: Hits, done: boolean, { levels }: OutputView): string {
  const count = finder?.count ?? 0
  if (count === 0) return !done ? '…' : levels.length > 0 ? 'none in these levels' : 'none'
  const all = `${formatCount(count)}${!done || count >= MOST_HITS ? '+' : ''}`
  return current < 0 ? all : `${formatCount(current + 1)} of ${all}`
}

function onFindKey(
  event: KeyboardEvent,
  view: OutputView,
  onView: LogToolbarProps['onView'],
  hits: Hits,
  onLeave: () => void,
): void {
  if (event.key === 'Enter') hits.step(event.shiftKey ? -1 : 1)
  else if (event.key === 'Escape' && view.find !== '') onView({ find: '' })
  else if (event.key === 'Escape') onLeave()
  else return
  event.preventDefault()
}

function toggled(levels: readonly Level[], level: Level): Level[] {
  return LEVELS.filter((one) => levels.includes(one) !== (one === level))
}
