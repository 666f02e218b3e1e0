import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { formatCount } from '../../../words/number.ts'
import type { Part } from '../../data/entry.ts'
import { unit, widthOf } from '../../frame/density.ts'
import { useKeys } from '../../frame/keys.ts'
import { viewport } from '../../frame/viewport.ts'
import { keep } from '../../route/location.ts'
import type { OutputView } from '../../route/route.ts'
import { cutEnd } from '../../text/name.ts'
import { lineHash } from '../view.ts'
import { LogRow } from './log-row.tsx'
import { LogToolbar } from './log-toolbar.tsx'
import { drawRow, timeOfLine } from './row.ts'
import { LONGEST_ROW, lineEnd, type RowIndex } from './rows.ts'
import { useHits } from './use-hits.ts'
import { useIndexes } from './use-indexes.ts'
import { useReveal } from './use-reveal.ts'

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

/** CSS pixels; styles/log.css has the same. */
const LINE_HEIGHT = 18 * unit
/** Up to this size all rows are elements: the browser's own search and selection cover the whole text. */
const SMALL_BYTES = 200_000
const SMALL_LINES = 1500

/** The visible section of the scrolled rows. */
interface Box {
  /** Pixels. */
  readonly top: number
  readonly seen: number
  /** Columns of a row, if rows are wrapped. */
  readonly columns: number
}

const COLUMNS = 80

const isSame = (a: Box, b: Box): boolean => a.top === b.top && a.seen === b.seen && a.columns === b.columns

/** Rounded up to whole rows: a border or scrollbar more is no reason to redraw. */
const wholeRows = (height: number): number => Math.ceil(height / LINE_HEIGHT) * LINE_HEIGHT

/** The size that log.css gives: if it is right from the start, the log is drawn only once. */
const firstBox = (): Box => ({
  top: 0,
  seen: wholeRows(Math.min(0.8 * window.innerHeight, 1080 * unit)),
  columns: COLUMNS,
})

/** A log of any length: only visible rows are elements, and their indexes are built in slices. */
export function LogView({ part, size, view, label, onView, onTime }: LogViewProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const find = useRef<HTMLInputElement>(null)
  const small = useMemo(() => isSmall(part), [part, part.whole])
  const [box, setBox] = useState(firstBox)
  const columns = view.wrap && !small ? box.columns : null
  const { levels, rows, finder, done } = useIndexes(part, size, view, columns)
  const measure = (): void => {
    const element = scroller.current
    if (element === null || small) return
    const now: Box = {
      top: element.scrollTop,
      seen: wholeRows(element.clientHeight),
      // measuring columns forces a layout
      columns: view.wrap ? columnsIn(element) : COLUMNS,
    }
    setBox((was) => (isSame(was, now) ? was : now))
  }
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const watcher = new ResizeObserver(measure)
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [small, view.wrap])
  const hit = useRef(-1)
  const name = `log ${part.name}`
  const { reveal, kept, isBack } = useReveal({
    name,
    scroller,
    rows,
    small,
    line: view.line,
    hit: hit.current,
    done,
    rowHeight: LINE_HEIGHT,
  })
  const seen = small
    ? { first: 0, end: rows.count, top: 0, spacerHeight: 0 }
    : viewport(box.top, box.seen, rows.count, LINE_HEIGHT)
  const firstByte = kept ?? (rows.count === 0 ? part.from : rows.rangeOf(seen.first).from)
  const hits = useHits({ scroller, finder, part, line: view.line, firstByte, isBack, done, reveal })
  hit.current = finder?.start.at[hits.current] ?? -1
  useKeys({ f: () => find.current?.focus() })
  const hrefOf = lineHash(part.name)
  const mark = (line: number | null): void => onView({ line })
  const isPointing = useRef(false)
  const pointAtMarked = (): void => {
    isPointing.current = false
    onTime?.(view.line === null ? null : timeOfLine(part, view.line - 1))
  }
  const onPoint = (time: number | null, moved: boolean): void => {
    isPointing.current ||= moved
    if (isPointing.current) onTime?.(time)
  }
  useEffect(() => {
    pointAtMarked()
    return () => onTime?.(null)
  }, [part, view.line, done])
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || rows.count === 0) return
    event.preventDefault()
    const line = nextLine(rows, view.line, step, small ? 0 : Math.round(box.top / LINE_HEIGHT))
    mark(line + 1)
    reveal({ line: line + 1, middle: false })
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
      marked={view.line}
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
        hitLine={hit.current < 0 ? '' : textOfRow(part, rows, Math.max(0, rows.rowAt(hit.current)))}
        field={find}
        done={done}
        lost={done && view.line !== null ? lostWords(part, rows, view.line) : null}
      />
      <div
        ref={scroller}
        class={classes}
        role="region"
        tabIndex={0}
        aria-label={label}
        aria-keyshortcuts="ArrowDown ArrowUp"
        onScroll={() => {
          measure()
          keep(name, scroller.current?.scrollTop ?? 0)
        }}
        onKeyDown={onKeyDown}
        onMouseLeave={pointAtMarked}
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
        {done && rows.count === 0 ? <p class="log-none">No line of these levels.</p> : null}
      </div>
    </>
  )
}

/** For readers who cannot see where the hit is marked. */
const textOfRow = (part: Part, rows: RowIndex, row: number): string =>
  cutEnd(
    drawRow(part, rows, row, null)
      .pieces.map(({ text }) => text)
      .join(''),
    300,
  )

/** Why the line in the URL (from 1) is not visible; null if it is. */
function lostWords(part: Part, rows: RowIndex, line: number): string | null {
  const lines = part.endLine - part.firstLine
  if (line > lines) return `There is no line ${formatCount(line)}: the last is ${formatCount(lines)}`
  const row = rows.rowOfLine(line - 1)
  if (row >= 0 && rows.lineOf(row) === line - 1) return null
  return `Line ${formatCount(line)} has none of these levels`
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
  const lines = part.endLine - part.firstLine
  if (!part.whole || part.to - part.from > SMALL_BYTES || lines > SMALL_LINES) return false
  for (let line = 0; line < lines; line++) {
    if (lineEnd(part, line) - part.lineStart.at[part.firstLine + line] > LONGEST_ROW) return false
  }
  return true
}

let letter = 0

/** Characters that fit next to the line numbers. */
function columnsIn(element: HTMLElement): number {
  const numbers = element.querySelector('.text-number')
  if (numbers === null) return COLUMNS
  letter ||= widthOf('100ch', element) / 100
  const room = element.clientWidth - numbers.getBoundingClientRect().width - 24 * unit
  return Math.max(20, Math.floor(room / letter))
}
