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
  /** Everything has come and has been read. */
  readonly done: boolean
}

/** Milliseconds: how long a render may index before it draws, and the time between redraws of progress. */
const WAIT = 4
const BETWEEN = 60

/**
 * Rows, levels and hits of a text, indexed in slices while the page is used. `size`: bytes of the text at the
 * last look. While more comes, one slice per look is enough, since reading takes longer.
 */
export function useIndexes(part: Part, size: number, view: OutputView, columns: number | null): Indexes {
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  const chosen = view.levels.join()
  const levels = useMemo(() => new LevelIndex(part), [part])
  const filter = useMemo((): RowOptions['filter'] => {
    if (chosen === '') return null
    return { shown: [false, ...LEVELS.map((level) => view.levels.includes(level))], index: levels }
  }, [levels, chosen])
  const rows = useMemo(() => new RowIndex(part, { columns, filter }), [part, columns, filter])
  const finder = useMemo(
    () => (view.find === '' ? null : new Finder(part, view.find, filter)),
    [part, view.find, filter],
  )
  // each advances in every slice, so that rows appear while levels are still being read
  const advance = (deadline: number): boolean =>
    [filter && levels, rows, finder, levels].map((one) => one?.advance(deadline) ?? true).every(Boolean)
  const work = useMemo(() => ({ done: advance(performance.now() + WAIT) }), [rows, finder, size, part.whole])
  useEffect(() => {
    if (work.done || !part.whole) return
    const stop = new AbortController()
    let drawn = 0 // 0: redraw after the first slice, since the reader waits for rows, which take a slice or two
    const step = (deadline: number): boolean => (work.done = advance(deadline))
    const onSlice = (): void => {
      const now = performance.now()
      if (!work.done && now < drawn + BETWEEN) return
      drawn = now
      redraw(undefined)
    }
    void inSlices(step, onSlice, stop.signal)
    return () => stop.abort()
  }, [work])
  return { levels, rows, finder, done: work.done && part.whole }
}
