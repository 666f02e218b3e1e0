import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { Part } from '../../data/entry.ts'
import type { RowIndex } from './rows.ts'
import { type Drawn, LogSelection } from './selection.ts'

interface SelectionOptions {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly part: Part
  readonly rows: RowIndex
  /** Whether all rows are elements: then the browser selects and copies well on its own. */
  readonly small: boolean
  readonly drawn: Drawn
}

/** Selecting and copying in a long log, as in any text. Returns what selects all of it. */
export function useSelection({ scroller, part, rows, small, drawn }: SelectionOptions): () => void {
  const selection = useMemo(() => {
    // places in other rows, or in the same ones otherwise wrapped or filtered, mean nothing in these
    if (scroller.current?.contains(document.getSelection()?.anchorNode ?? null)) {
      document.getSelection()?.removeAllRanges()
    }
    return small ? null : new LogSelection(part, rows)
  }, [part, rows, small])
  const now = useRef(drawn)
  now.current = drawn
  const show = (): void => {
    if (scroller.current) selection?.show(scroller.current, now.current)
  }
  const take = (): void => {
    if (scroller.current) selection?.take(scroller.current)
  }
  // before the rows are drawn anew, which moves the document's selection
  take()
  useLayoutEffect(show)
  useEffect(() => {
    if (selection === null) return
    const over = new AbortController()
    const on = <T extends keyof DocumentEventMap>(
      type: T,
      then: (event: DocumentEventMap[T]) => void,
    ): void => document.addEventListener(type, then, { signal: over.signal })
    on('pointerdown', ({ target }) => selection.press(scroller.current?.contains(target as Node) ?? false))
    on('pointerup', () => selection.press(false))
    on('pointercancel', () => selection.press(false))
    on('selectionchange', () => {
      take()
      if (selection.isDragged) show()
    })
    on('copy', (event) => {
      // the key may come before the event of what was selected last
      take()
      const log = isInField(event.target) ? null : scroller.current
      const text = log ? selection.copy(log) : ''
      if (text === '') return
      event.clipboardData?.setData('text/plain', text)
      event.preventDefault()
    })
    return () => over.abort()
  }, [selection])
  return () => {
    if (selection === null && scroller.current) document.getSelection()?.selectAllChildren(scroller.current)
    selection?.takeAll()
    show()
  }
}

const isInField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea') !== null
