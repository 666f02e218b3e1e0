import { useState } from 'preact/hooks'
import { entry, keep } from './location.ts'

/** How many rows of a list are shown: of this entry of the history, so that who comes back finds the row again. */
export function useShown(list: string, first: number): [number, (count: number) => void] {
  const [shown, setShown] = useState(entry().shown?.[list] ?? first)
  const show = (count: number): void => {
    setShown(count)
    keep({ shown: { ...entry().shown, [list]: count } })
  }
  return [shown, show]
}
