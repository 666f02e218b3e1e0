/** Numbers from 0 to 1 of a linear congruential generator; the same seed gives the same numbers. */
export function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
