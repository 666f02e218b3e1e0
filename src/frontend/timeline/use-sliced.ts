import { useEffect, useState } from 'preact/hooks'
import { inSlices } from '../data/pause.ts'
import type { Resting } from './state.ts'

interface Done<A, T> {
  readonly asked: A
  readonly made: T
}

/**
 * What a walk over many tests makes of what is asked: in slices, and only while the reader rests, so that
 * no key waits for it. Until it is done, what was asked before, and what that made; null at first.
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
