import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Varints } from '../../src/frontend/data/varints.ts'

/** LEB128, by the book. */
function bytesOf(values: readonly bigint[]): Uint8Array {
  const bytes: number[] = []
  for (let value of values) {
    for (; value >= 128n; value >>= 7n) bytes.push(Number(value & 127n) | 128)
    bytes.push(Number(value))
  }
  return Uint8Array.from(bytes)
}

const zigzag = (value: bigint): bigint => (value < 0n ? -2n * value - 1n : 2n * value)

/** Numbers around those at which the encoding, or the way of reading it, changes. */
const edges = [0, 7, 14, 21, 28, 31, 32, 35, 42, 49, 51].flatMap((power) =>
  [-1, 0, 1].map((more) => 2 ** power + more),
)
const below = (limit: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.constantFrom(...edges.filter((edge) => edge < limit)),
    fc.integer({ min: 0, max: 1000 }).map((n) => Math.min(n * 128, limit - 1)),
    fc.maxSafeNat().map((n) => n % limit),
  )

describe('numbers of a columns file', () => {
  it('are read one by one up to 2^53', () => {
    fc.assert(
      fc.property(fc.array(below(2 ** 53)), (values) => {
        const varints = new Varints(bytesOf(values.map(BigInt)))
        expect(values.map(() => varints.next())).toEqual(values)
        expect([varints.isWhole, varints.isDone]).toEqual([true, true])
        expect(varints.next()).toBeNaN()
        expect(varints.isWhole).toBe(false)
      }),
    )
  })

  it('are read into an array of 32-bit numbers', () => {
    fc.assert(
      fc.property(fc.array(below(2 ** 32)), (values) => {
        const varints = new Varints(bytesOf(values.map(BigInt)))
        const into = new Uint32Array(values.length)
        varints.fillUnsigned(into)
        expect([...into]).toEqual(values)
        expect(varints.isWhole).toBe(true)
      }),
    )
  })

  it('are read with their signs, one by one and into an array', () => {
    const signed = fc.tuple(below(2 ** 52), fc.boolean()).map(([n, isLess]) => (isLess && n > 0 ? -n : n))
    fc.assert(
      fc.property(fc.array(signed), (values) => {
        const bytes = bytesOf(values.map((value) => zigzag(BigInt(value))))
        const one = new Varints(bytes)
        expect(values.map(() => one.nextSigned())).toEqual(values)
        const into = new Float64Array(values.length + 2)
        const all = new Varints(bytes)
        all.readSignedInto(into, 1, values.length + 1)
        expect([...into]).toEqual([0, ...values, 0])
        expect(all.isWhole).toBe(true)
      }),
    )
  })
})
