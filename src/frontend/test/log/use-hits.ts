import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type Part, startOfLine } from '../../data/entry.ts'
import type { Finder } from './finder.ts'
import type { Place } from './use-reveal.ts'

export interface Hits {
  /** Index of the current hit; −1 for none. */
  readonly current: number
  /** Moves to the next or previous hit, wrapping around at the ends. */
  readonly step: (by: 1 | -1) => void
}

interface HitsOptions {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly finder: Finder | null
  readonly part: Part
  /** The marked line, from 1: on opening, the search starts there and does not scroll away from it. */
  readonly line: number | null
  /** The first visible byte, where any other search starts. */
  readonly firstByte: number
  /** The reader has come back: the text must stay as it was left. */
  readonly isBack: boolean
  readonly done: boolean
  readonly reveal: (place: Place) => void
}

export function useHits({
  scroller,
  finder,
  part,
  line,
  firstByte,
  isBack,
  done,
  reveal,
}: HitsOptions): Hits {
  const [current, setCurrent] = useState(-1)
  const waiting = useRef<Finder | null>(null)
  const opening = useRef(true)
  useLayoutEffect(() => {
    setCurrent(-1)
    waiting.current = finder
  }, [finder])
  useLayoutEffect(() => {
    if (waiting.current === null || waiting.current !== finder) return
    const onLine = opening.current && line !== null
    const isStill = opening.current && isBack
    const from = onLine ? startOfLine(part, line - 1) : firstByte
    let hit = finder.firstFrom(from)
    if (hit < 0 && done && finder.count > 0) hit = 0
    if (hit < 0 && !done) return
    waiting.current = null
    opening.current = false
    setCurrent(hit)
    if (hit >= 0 && !onLine && !isStill) reveal({ byte: finder.start.at[hit], middle: true })
  })
  const unseen = useRef(-1)
  useLayoutEffect(() => {
    unseen.current = current
  }, [current])
  useLayoutEffect(() => {
    const mark = unseen.current < 0 ? null : (scroller.current?.querySelector('mark.is-current') ?? null)
    if (mark === null || scroller.current === null) return // its row is not drawn yet
    unseen.current = -1
    showAcross(scroller.current, mark)
  })
  const step = (by: 1 | -1): void => {
    if (finder === null || finder.count === 0) return
    const next = current < 0 ? (by > 0 ? 0 : finder.count - 1) : (current + by + finder.count) % finder.count
    setCurrent(next)
    reveal({ byte: finder.start.at[next], middle: true })
  }
  return { current, step }
}

/** Scrolls sideways to a hit out of view: to the line's beginning if both fit, else centres the hit. */
function showAcross(box: HTMLElement, mark: Element): void {
  const numbers = box.querySelector('.text-number')?.clientWidth ?? 0 // they are sticky and cover the text
  const { left, right } = mark.getBoundingClientRect()
  const from = left - box.getBoundingClientRect().left - box.clientLeft
  const to = from + right - left
  if (from >= numbers && to <= box.clientWidth) return
  box.scrollLeft = to + box.scrollLeft <= box.clientWidth ? 0 : box.scrollLeft + from - box.clientWidth / 2
}
