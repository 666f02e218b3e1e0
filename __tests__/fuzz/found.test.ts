import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { allFound } from '../../scripts/fuzz/found.ts'
import { CHECKS } from '../../scripts/fuzz/kinds.ts'
import { createPlace } from '../../scripts/fuzz/place.ts'

let place = ''
beforeAll(() => {
  place = createPlace()
})
afterAll(() => rmSync(place, { recursive: true }))

it.each(allFound())('$name, found by the fuzz run, passes its check', async (found) => {
  expect(await CHECKS[found.kind](found, place)).toBeNull()
})
