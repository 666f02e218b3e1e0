import { expect, it } from 'vitest'
import { runLines } from '../../src/convert/run-lines.ts'
import type { Warning } from '../../src/format/exported.ts'
import { runOf } from '../helpers/result.ts'

const failure = (name: string, details: string[] | null = null) => ({ name, duration: 1, details })

it('a run is told in a line: how many tests it has, how long it took, and what became of them', () => {
  const run = runOf({ name: 'a\nb', passed: 1234, skipped: 2, failures: [failure('x')] })
  const counts = { ...run.counts, missing: 3 }
  expect(runLines({ ...run, counts })[0]).toEqual({
    text: 'a\\u{a}b: 1,237 tests in 12.5 s: 1 failed, 2 skipped, 1,234 passed, 3 never ran',
  })
  expect(runLines({ ...runOf({ name: 'a', passed: 1, skipped: 0 }), duration: null })).toEqual([
    { text: 'a: 1 test: 0 failed, 0 skipped, 1 passed' },
  ])
})

it('ten failures are shown with what they say, and the rest is counted', () => {
  const failures = Array.from({ length: 10 }, (_, n) => failure(`t${n}`, n === 1 ? ['a', '##[b]'] : null))
  const texts = runLines(runOf({ failures })).map(({ text }) => text)
  expect(texts).toHaveLength(1 + 10 + 2)
  expect(texts.slice(1, 6)).toEqual(['  ✕ t0', '  ✕ t1', '      a', '      # #[b]', '  ✕ t2'])
  const more = runLines(runOf({ failures: [...failures, failure('t10')] })).map(({ text }) => text)
  expect(more).toEqual([expect.stringContaining('11 failed'), ...texts.slice(1), '  … and 1 more'])
  // also those that the statistics do not list
  const run = runOf({ failures: failures.slice(0, 1) })
  const counts = { ...run.counts, failed: 2000 }
  expect(runLines({ ...run, counts }).at(-1)).toEqual({ text: '  … and 1,999 more' })
})

it('a failed attempt says which one it is, and in which one the test passed', () => {
  const failures = [
    { ...failure('t0'), attempt: 1200, passedIn: 1201 },
    { ...failure('t1'), attempt: 2 },
  ]
  expect(runLines(runOf({ failures })).slice(1)).toEqual([
    { text: '  ✕ t0 · attempt 1,200 · passed in attempt 1,201' },
    { text: '  ✕ t1 · attempt 2' },
  ])
})

it('a name and a line of a failure are cut before and after control characters are written out', () => {
  const texts = runLines(runOf({ failures: [failure('\n'.repeat(600), ['x'.repeat(301)])] }))
  expect(texts.slice(1)).toEqual([
    { text: `  ✕ ${'\\u{a}'.repeat(100).slice(0, 499)}…` },
    { text: `      ${'x'.repeat(299)}…` },
  ])
})

it('warnings are notes, unless results may be missing, and name up to twenty tests', () => {
  const names = Array.from({ length: 21 }, (_, n) => `t${n}`)
  const warnings: Warning[] = [
    { kind: 'noise', message: '1 place\n' },
    { kind: 'damaged', message: '2 places' },
    { kind: 'not_run', message: '1,021 tests', count: 1021, missing: 1021, names },
    { kind: 'unfinished', message: '2 tests', count: 2, names: ['##[a]'] },
  ]
  expect(runLines(runOf({ warnings })).slice(1)).toEqual([
    { text: '  note: 1 place\\u{a}' },
    { text: '2 places', isLoss: true },
    { text: '1,021 tests', isLoss: true },
    ...names.slice(0, 20).map((name) => ({ text: `      ${name}` })),
    { text: '      … and 1,001 more' },
    { text: '  note: 2 tests' },
    { text: '      # #[a]' },
    { text: '      … and 1 more' },
  ])
})
