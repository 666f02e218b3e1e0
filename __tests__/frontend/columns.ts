import type { Status } from '../../src/format/exported.ts'
import { openDrawn, openNamed } from '../../src/frontend/data/columns.ts'
import { readNames } from '../../src/frontend/data/names.ts'
import { joinRuns, Tests } from '../../src/frontend/data/tests.ts'
import { writeColumnParts } from '../helpers/columns-writer.ts'

export interface ShortTest {
  readonly name: string
  readonly status?: Status
  /** Microseconds from the origin. */
  readonly start?: number | null
  readonly duration?: number | null
  readonly tags?: readonly string[]
  readonly id?: string
}

/** Tests of these runs as the page has them after reading their columns; null: a run that cannot be read. */
export function readTests(runs: readonly (readonly ShortTest[] | null)[], origin = 1000): Tests {
  const parts = runs.map((tests) =>
    tests === null ? null : writeColumnParts(tests.map((test) => moved(test, origin))),
  )
  const blocks = parts.map((part) => part && openDrawn(part.drawn))
  const drawn = joinRuns(blocks, (run, error) => {
    throw new Error(`run ${run}`, { cause: error })
  })
  const names = parts.map((part) => part && readNames(part.header, openNamed(part.header, part.named)))
  return new Tests(drawn, names)
}

function moved(test: ShortTest, origin: number): ShortTest {
  const { start = 0 } = test
  return { duration: 1, ...test, start: start === null ? null : origin + start }
}

/** The test with that name in a run. */
export const named = (tests: Tests, name: string, run = 0): number => tests.find(run, name)[0]
