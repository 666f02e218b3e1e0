import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildSamplePyramid, maxOf, meanOf } from '../../src/frontend/machine/sample-pyramid.ts'

it('mean and maximum of any range of samples equal those of a walk over it', () => {
  const value = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -1000, max: 1000 }) },
    { weight: 1, arbitrary: fc.constant(Number.NaN) },
  )
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 700, size: 'max' }),
      fc.nat(),
      fc.nat(),
      (values, one, other) => {
        const pyramid = buildSamplePyramid(Float64Array.from(values))
        const ends = [one % (values.length + 1), other % (values.length + 1)].sort((a, b) => a - b)
        for (const [from, to] of [
          ends,
          ends.map((end) => end & ~15),
          [0, values.length],
          [ends[0], ends[0]],
        ]) {
          const known = values.slice(from, to).filter((each) => !Number.isNaN(each))
          expect(maxOf(pyramid, from, to)).toBe(known.length === 0 ? Number.NaN : Math.max(...known))
          expect(meanOf(pyramid, from, to)).toBe(known.reduce((a, b) => a + b, 0) / known.length)
        }
      },
    ),
    { numRuns: 300 },
  )
})
