import type { Part } from '../../data/entry.ts'
import { LEVELS } from '../../route/route.ts'
import type { Finder } from './finder.ts'
import type { LevelIndex } from './levels.ts'
import { drawRow, type Piece } from './row.ts'
import type { RowIndex } from './rows.ts'

interface LogRowProps {
  readonly part: Part
  readonly rows: RowIndex
  readonly levels: LevelIndex
  readonly finder: Finder | null
  readonly row: number
  /** Pixels from the top of the list; null if rows are laid out by the browser. */
  readonly top: number | null
  /** The marked line, from 1. */
  readonly marked: number | null
  /** Index of the current hit. */
  readonly hit: number
  readonly hrefOf: (line: number) => string
  readonly onMark: (line: number | null) => void
  /** The line's time in microseconds since the epoch; whether the mouse moved: rows scroll under it, too. */
  readonly onPoint: ((time: number | null, moved: boolean) => void) | undefined
}

export function LogRow(props: LogRowProps) {
  const { part, rows, levels, finder, row, top, marked, hit, hrefOf, onMark, onPoint } = props
  const line = rows.lineOf(row) + 1
  const { pieces, time } = drawRow(part, rows, row, finder)
  const level = line <= levels.lines ? (LEVELS[levels.levels[line - 1] - 1] ?? 'none') : 'none'
  const isMarked = line === marked
  return (
    <div
      class={`text-row is-${level}${isMarked ? ' is-marked' : ''}`}
      data-row={row}
      style={top === null ? undefined : { transform: `translateY(${top}px)` }}
      onMouseEnter={onPoint && (() => onPoint(time, false))}
      onMouseMove={onPoint && (() => onPoint(time, true))}
    >
      {rows.isFirst(row) ? (
        <a
          class="text-number"
          data-line={line}
          href={hrefOf(line)}
          aria-label={`Line ${line}`}
          aria-current={isMarked ? 'true' : undefined}
          tabIndex={-1}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return
            event.preventDefault()
            onMark(isMarked ? null : line)
          }}
        />
      ) : (
        <span class="text-number" />
      )}
      <span class="text-line">{pieces.map((piece, i) => draw(piece, i, hit))}</span>
    </div>
  )
}

function draw({ text, look, hit }: Piece, key: number, current: number) {
  if (hit >= 0) {
    return (
      <mark key={key} class={`${hit === current ? 'is-current ' : ''}${look}`}>
        {text}
      </mark>
    )
  }
  return look === '' ? (
    text
  ) : (
    <span key={key} class={look}>
      {text}
    </span>
  )
}
