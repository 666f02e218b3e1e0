import { useEffect, useMemo, useReducer } from 'preact/hooks'
import type { Part } from '../../data/entry.ts'
import { inSlices } from '../../data/pause.ts'
import { LEVELS, type OutputView } from '../../route/route.ts'
import { Finder } from './finder.ts'
import { LevelIndex } from './levels.ts'
import { RowIndex, type RowOptions } from './rows.ts'

export interface Indexes {
  readonly levels: LevelIndex
  readonly rows: RowIndex
  readonly finder: Finder | null
  /** Nothing is left to be read, of what has come. */
  readonly done: boolean
}

/** Milliseconds that the first rows may take before anything is drawn; between drawings of what came. */
const FIRST = 4
const BETWEEN = 60

/** Rows, levels and hits of a text, made in slices while the page is used. */
export function useIndexes(part: Part, view: OutputView, columns: number | null): Indexes {
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  const chosen = view.levels.join()
  const levels = useMemo(() => new LevelIndex(part), [part])
  const filter = useMemo((): RowOptions['filter'] => {
    if (chosen === '') return null
    return { shown: [false, ...LEVELS.map((level) => view.levels.includes(level))], index: levels }
  }, [levels, chosen])
  const rows = useMemo(() => {
    const first = new RowIndex(part, { columns, filter })
    if (filter !== null) levels.advance(performance.now() + FIRST)
    first.advance(performance.now() + FIRST)
    return first
  }, [part, columns, filter])
  const finder = useMemo(
    () => (view.find === '' ? null : new Finder(part, view.find, filter)),
    [part, view.find, filter],
  )
  const work = useMemo(() => ({ done: false }), [rows, finder, part.to, part.whole])
  useEffect(() => {
    const stop = new AbortController()
    let drawn = 0
    const step = (deadline: number): boolean => {
      // each does some of its work in every slice, so that rows come while levels are still read
      const steps = [filter && levels, rows, finder, levels].map((one) => one?.advance(deadline) ?? true)
      work.done = steps.every(Boolean)
      // while more comes, one slice is enough for what is looked at: reading is what is waited for
      return work.done || !part.whole
    }
    const onSlice = (): void => {
      const now = performance.now()
      if (part.whole && !work.done && now < drawn + BETWEEN) return
      drawn = now
      redraw(undefined)
    }
    void inSlices(step, onSlice, stop.signal)
    return () => stop.abort()
  }, [work])
  return { levels, rows, finder, done: work.done }
}
