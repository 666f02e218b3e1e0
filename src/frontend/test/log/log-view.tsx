import { useMemo, useRef } from 'preact/hooks'
import { linesOf, type Part, startOfLine } from '../../data/entry.ts'
import { keyOf } from '../../frame/key-of.ts'
import { useKeys } from '../../frame/keys.ts'
import { viewport } from '../../frame/viewport.ts'
import { keep } from '../../route/location.ts'
import type { OutputView } from '../../route/route.ts'
import { lineHash } from '../view.ts'
import { hitWords, levelWords, lostWords, paperWords } from './line-words.ts'
import { LogRow } from './log-row.tsx'
import { LogToolbar } from './log-toolbar.tsx'
import { LONGEST_ROW, lineEnd, type RowIndex } from './rows.ts'
import { LINE_HEIGHT, useColumns, useLogBox } from './use-box.ts'
import { useHits } from './use-hits.ts'
import { useIndexes } from './use-indexes.ts'
import { usePointedTime } from './use-pointed-time.ts'
import { useReveal } from './use-reveal.ts'
import { useSelection } from './use-selection.ts'

interface LogViewProps {
  readonly part: Part
  /** Bytes of the part that have come so far. */
  readonly size: number
  readonly view: OutputView
  readonly label: string
  readonly onView: (to: Partial<OutputView>) => void
  /** Called with the time of the line pointed at, in microseconds since the epoch; null: none. */
  readonly onTime: ((micros: number | null) => void) | undefined
}

/** Up to this size all rows are elements: the browser's own search and selection cover the whole text. */
const SMALL_BYTES = 200_000
const SMALL_LINES = 1500

/** A log of any length: only visible rows are elements, and their indexes are built in slices. */
export function LogView({ part, size, view, label, onView, onTime }: LogViewProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const find = useRef<HTMLInputElement>(null)
  const small = useMemo(() => isSmall(part), [part, part.whole])
  const [box, measure] = useLogBox(scroller, small)
  const columns = useColumns(scroller, box.width, view.wrap && !small)
  const { levels, rows, finder, done } = useIndexes(part, size, view, columns)
  const hit = useRef(-1)
  const name = `log ${part.name}`
  const { line } = view
  const { reveal, kept, isBack } = useReveal({ name, scroller, rows, small, line, hit: hit.current, done })
  const seen = small
    ? { first: 0, end: rows.count, top: 0, spacerHeight: 0 }
    : viewport(box.top, box.seen, rows.count, LINE_HEIGHT)
  const firstByte = kept ?? (rows.count === 0 ? part.from : rows.rangeOf(seen.first).from)
  const hits = useHits({ scroller, finder, part, line, firstByte, isBack, done, reveal })
  hit.current = finder?.start.at[hits.current] ?? -1
  const selectAll = useSelection({ scroller, part, rows, small, drawn: seen })
  useKeys({ f: () => find.current?.focus() })
  const shown = done ? levelWords(part, rows, view.levels.length) : ''
  const hrefOf = lineHash(part.name)
  const mark = (to: number | null): void => onView({ line: to })
  const { onPoint, onLeave } = usePointedTime({ part, line, done, onTime })
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey) return
    if (event.ctrlKey || event.metaKey) {
      if (keyOf(event) !== 'a') return
      event.preventDefault()
      return selectAll()
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || rows.count === 0) return
    event.preventDefault()
    const next = nextLine(rows, line, step, small ? 0 : Math.round(box.top / LINE_HEIGHT))
    mark(next + 1)
    reveal({ line: next + 1, middle: false })
  }
  const classes = ['text', 'log', small ? '' : 'is-long', view.wrap ? 'is-wrapped' : ''].join(' ').trim()
  const list = Array.from({ length: seen.end - seen.first }, (_, i) => (
    <LogRow
      key={small ? seen.first + i : i}
      part={part}
      rows={rows}
      levels={levels}
      finder={finder}
      row={seen.first + i}
      top={small ? null : seen.top + i * LINE_HEIGHT}
      marked={line}
      hit={hits.current}
      hrefOf={hrefOf}
      onMark={mark}
      onPoint={onTime && onPoint}
    />
  ))
  return (
    <>
      <LogToolbar
        levels={levels}
        view={view}
        onView={onView}
        finder={finder}
        hits={hits}
        hitLine={hitWords(part, rows, hit.current)}
        field={find}
        done={done}
        shown={shown}
        onLeave={() => scroller.current?.focus()}
        lost={done && line !== null ? lostWords(part, rows, line) : null}
      />
      <div
        ref={scroller}
        class={classes}
        style={{ '--digits': String(linesOf(part)).length }}
        role="region"
        tabIndex={0}
        aria-label={label}
        aria-keyshortcuts="ArrowDown ArrowUp"
        onScroll={() => {
          measure()
          keep(name, scroller.current?.scrollTop ?? 0)
        }}
        onKeyDown={onKeyDown}
        onMouseLeave={onLeave}
      >
        {small ? (
          <div class="text-lines">{list}</div>
        ) : (
          <div
            class="text-spacer"
            style={{
              height: `${seen.spacerHeight}px`,
              minWidth: columns === null ? `${rows.longest + 10}ch` : 'auto',
            }}
          >
            {list}
          </div>
        )}
        <p class="on-paper">
          {[
            shown,
            ...view.levels,
            small || seen.end === seen.first ? '' : paperWords(part, rows, seen.first, seen.end),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {done && rows.count === 0 ? <p class="log-none">No line of these levels.</p> : null}
      </div>
    </>
  )
}

/** The next shown line below or above (from 0), given the marked line (from 1). */
function nextLine(rows: RowIndex, marked: number | null, step: number, firstRow: number): number {
  if (marked === null) return rows.lineOf(Math.min(firstRow, rows.count - 1))
  const row = rows.rowOfLine(marked - 1)
  const from = row < 0 ? rows.count - 1 : row
  let to = from
  while (to + step >= 0 && to + step < rows.count && rows.lineOf(to) === rows.lineOf(from)) to += step
  return rows.lineOf(to)
}

function isSmall(part: Part): boolean {
  const lines = linesOf(part)
  if (!part.whole || part.to - part.from > SMALL_BYTES || lines > SMALL_LINES) return false
  for (let line = 0; line < lines; line++) {
    if (lineEnd(part, line) - startOfLine(part, line) > LONGEST_ROW) return false
  }
  return true
}
