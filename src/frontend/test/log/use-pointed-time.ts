import { useEffect, useRef } from 'preact/hooks'
import type { Part } from '../../data/entry.ts'
import { timeOfLine } from './row.ts'

interface PointedTimeOptions {
  readonly part: Part
  /** The marked line, from 1. */
  readonly line: number | null
  readonly done: boolean
  /** Called with the time of the line pointed at, in microseconds since the epoch; null: none. */
  readonly onTime: ((micros: number | null) => void) | undefined
}

interface PointedTime {
  /** `moved`: whether the mouse moved, or only the rows below it. */
  readonly onPoint: (time: number | null, moved: boolean) => void
  readonly onLeave: () => void
}

/** Tells the time of the line under the mouse once it has moved, otherwise that of the marked line. */
export function usePointedTime({ part, line, done, onTime }: PointedTimeOptions): PointedTime {
  const isPointing = useRef(false)
  const onLeave = (): void => {
    isPointing.current = false
    onTime?.(line === null ? null : timeOfLine(part, line - 1))
  }
  const onPoint = (time: number | null, moved: boolean): void => {
    isPointing.current ||= moved
    if (isPointing.current) onTime?.(time)
  }
  useEffect(() => {
    onLeave()
    return () => onTime?.(null)
  }, [part, line, done])
  return { onPoint, onLeave }
}
