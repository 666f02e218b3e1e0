import { useEffect, useState } from 'preact/hooks'
import { inSlices } from '../data/pause.ts'
import type { Resting } from './state.ts'

interface Done<A, T> {
  readonly asked: A
  readonly made: T
}

/**
 * The result of a walk over many tests. It runs in slices, and only while the view rests, so that it delays
 * no key press. Until it is done: the previous question and its result; null at first.
 */
export function useSliced<A extends Pick<Resting, 'over'>, T>(
  asked: A | null,
  walk: (asked: A) => Generator<undefined, T>,
): Done<A, T> | null {
  const [done, setDone] = useState<Done<A, T> | null>(null)
  useEffect(() => {
    if (asked === null) return
    let isWanted = true
    const steps = walk(asked)
    const advance = (deadline: number): boolean => {
      for (;;) {
        if (!isWanted || performance.now() >= deadline) return !isWanted
        const step = steps.next()
        if (step.done !== true) continue
        setDone({ asked, made: step.value })
        return true
      }
    }
    void inSlices(advance, () => undefined, asked.over)
    return () => {
      isWanted = false
    }
  }, [asked])
  return done
}
