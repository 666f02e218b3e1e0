import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { viewport } from '../tests/viewport.ts'
import { buildTextRows, rowText, type TextRows } from './text-rows.ts'

/** Up to here a text is one element: the browser's own search and selection reach all of it. */
const SMALL_CHARS = 200_000
const SMALL_LINES = 1500
/** Pixels; styles/test.css has the same. */
const LINE_HEIGHT = 18

interface TextViewProps {
  readonly text: string
  readonly wrap: boolean
  readonly label: string
}

export function TextView({ text, wrap, label }: TextViewProps) {
  const rows = useMemo(() => buildTextRows(text, null), [text])
  const small = text.length <= SMALL_CHARS && rows.count <= SMALL_LINES && rows.count === rows.lines
  if (!small) return <LongText text={text} rows={rows} wrap={wrap} label={label} />
  return (
    <div class={wrap ? 'text is-wrapped' : 'text'} role="region" tabIndex={0} aria-label={label}>
      {wrap ? null : (
        <pre class="text-numbers" aria-hidden="true">
          {numbersOf(rows)}
        </pre>
      )}
      <pre class="text-lines">{text}</pre>
    </div>
  )
}

function numbersOf({ lines }: TextRows): string {
  return Array.from({ length: lines }, (_, i) => i + 1).join('\n')
}

type LongTextProps = TextViewProps & { readonly rows: TextRows }

/** Only the rows in sight are elements: a million lines open and scroll like forty. */
function LongText({ text, rows: unwrapped, wrap, label }: LongTextProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [box, setBox] = useState({ top: 0, seen: 600, columns: 80 })
  const measure = (): void => {
    const element = scroller.current
    if (element === null) return
    const columns = columnsIn(element)
    setBox({ top: element.scrollTop, seen: element.clientHeight, columns })
  }
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const watcher = new ResizeObserver(measure)
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [])
  const columns = wrap ? box.columns : null
  const rows = useMemo(
    () => (columns === null ? unwrapped : buildTextRows(text, columns)),
    [text, unwrapped, columns],
  )
  const view = viewport(box.top, box.seen, rows.count, LINE_HEIGHT)
  return (
    <div ref={scroller} class="text is-long" role="region" tabIndex={0} aria-label={label} onScroll={measure}>
      <div
        class="text-spacer"
        style={{ height: `${view.spacerHeight}px`, minWidth: `${rows.longest + 10}ch` }}
      >
        {Array.from({ length: view.end - view.first }, (_, i) => {
          const row = view.first + i
          return (
            <div
              key={i}
              class="text-row"
              style={{ transform: `translateY(${view.top + i * LINE_HEIGHT}px)` }}
            >
              <span class="text-number" aria-hidden="true">
                {rows.line[row] || ''}
              </span>
              <span class="text-line">{rowText(rows, row)}</span>
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** Characters that fit beside the line numbers; the spacer has the text's own font. */
function columnsIn(element: HTMLElement): number {
  const probe = element.querySelector('.text-number')
  const width = probe === null ? 0 : (probe.getBoundingClientRect().width - 12) / 7 // 7ch and 12px
  return width === 0 ? 80 : Math.max(20, Math.floor(element.clientWidth / width) - 11)
}
