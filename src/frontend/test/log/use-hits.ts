import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Part } from '../../data/entry.ts'
import type { Finder } from './finder.ts'
import type { Place } from './use-reveal.ts'

export interface Hits {
  /** Index of the hit that the reader is at; −1 for none. */
  readonly current: number
  /** To the next or the previous one, round the end. */
  readonly step: (by: 1 | -1) => void
}

interface HitsOptions {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly finder: Finder | null
  readonly part: Part
  /** The line pointed at: a search on opening begins there, and does not leave it. */
  readonly line: number | null
  /** The first byte in sight: a search begins there. */
  readonly firstByte: number
  /** The text is as it was left, and stays so. */
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
    const from = onLine ? part.lineStart.at[part.firstLine + line - 1] : firstByte
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
    if (mark === null || scroller.current === null) return // its row is still to be drawn
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

/** A hit that is beside the view: the line's beginning with it, or, where there is no room for both, its place in the middle. */
function showAcross(box: HTMLElement, mark: Element): void {
  const numbers = box.querySelector('.text-number')?.clientWidth ?? 0 // they stand still, over the text
  const { left, right } = mark.getBoundingClientRect()
  const from = left - box.getBoundingClientRect().left - box.clientLeft
  const to = from + right - left
  if (from >= numbers && to <= box.clientWidth) return
  box.scrollLeft = to + box.scrollLeft <= box.clientWidth ? 0 : box.scrollLeft + from - box.clientWidth / 2
}
