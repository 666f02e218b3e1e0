import { useState } from 'preact/hooks'
import { entry, keep } from './location.ts'

/** Rows shown of a list. Kept in the history entry, so that readers who come back find their row again. */
export function useShown(list: string, first: number): [number, (count: number) => void] {
  const [shown, setShown] = useState(entry().shown?.[list] ?? first)
  const show = (count: number): void => {
    setShown(count)
    keep({ shown: { ...entry().shown, [list]: count } })
  }
  return [shown, show]
}
