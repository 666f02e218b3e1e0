import { inputOf, type Kind, type Trial } from './kind.ts'

const MAX_ATTEMPTS = 1500

/** A trial that fails too, with as few bytes as leaving out parts can achieve. */
export async function shrink(
  kind: Kind,
  trial: Trial,
  fails: (trial: Trial) => Promise<boolean>,
): Promise<Trial> {
  if (kind.judge === undefined) return trial
  let best = trial
  let attempts = 0
  for (let size = inputOf(best).length >> 1; size > 0 && attempts < MAX_ATTEMPTS; size >>= 1) {
    for (let at = 0; at < inputOf(best).length && attempts < MAX_ATTEMPTS; attempts++) {
      const bytes = inputOf(best)
      const fewer = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + size)])
      const smaller = await kind.judge(fewer, trial)
      if (await fails(smaller)) best = smaller
      else at += size
    }
  }
  return best
}
