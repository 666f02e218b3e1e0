import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { whenResized } from './when-resized.ts'

/** The visible section of scrolled rows, in CSS pixels. */
export interface Box {
  readonly top: number
  readonly seen: number
  readonly width: number
}

const isSame = (a: Box, b: Box): boolean => a.top === b.top && a.seen === b.seen && a.width === b.width

/**
 * The box of an element, and what measures it again: to be called when it has scrolled. `first`: the box before that.
 * `seenOf`: height of the element → how much is to be drawn; null if the box is not to be measured.
 */
export function useBox(
  scroller: RefObject<HTMLElement | null>,
  first: () => Box,
  seenOf: ((height: number) => number) | null,
): readonly [box: Box, measure: () => void] {
  const [box, setBox] = useState(first)
  const measure = (): void => {
    const element = scroller.current
    // paper is no box: it would grow with its rows, and these with it
    if (element === null || seenOf === null || window.matchMedia('print').matches) return
    const now: Box = {
      top: element.scrollTop,
      seen: seenOf(element.clientHeight),
      width: element.clientWidth,
    }
    setBox((was) => (isSame(was, now) ? was : now))
  }
  useLayoutEffect(() => {
    const element = scroller.current
    return element === null ? undefined : whenResized(element, measure)
  }, [seenOf === null])
  return [box, measure]
}
