import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { putSection } from '../../src/action/pull/comment.ts'
import { parseSections } from '../../src/action/pull/comment-body.ts'
import { PullRequest, SLOWEST } from '../helpers/pull-request.ts'
import { numbers } from '../helpers/random.ts'

// with real processes, the load of the machine would decide who writes between another's read and write
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** The section keys of each comment after `count` legs, all started within SLOWEST, have written theirs. */
async function writeAtOnce(count: number, seed: number): Promise<string[][]> {
  const random = numbers(Math.imul(seed, 2_654_435_761))
  const pull = new PullRequest(random)
  const github = { call: pull.call, web: fetch, signal: new AbortController().signal }
  const written = keysOf(count).map(async (key) => {
    await new Promise((begin) => setTimeout(begin, random() * SLOWEST))
    await putSection(
      github,
      { pull: 1, asBot: true },
      { key, run: 1, attempt: 1, commit: null, newest: 0, text: key },
      true,
    )
  })
  await Promise.all([...written, vi.runAllTimersAsync()])
  return pull.comments.map(({ body }) => parseSections(body).map(({ key }) => key))
}

const keysOf = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => `tests/${String(n).padStart(2, '0')}`)

it.each([
  ['short', () => 0],
  ['long', () => 0.999],
  ['different', numbers(0)],
])('six legs that write at once get six sections in one comment (random waits: %s)', async (_, wait) => {
  vi.spyOn(Math, 'random').mockImplementation(wait)
  for (let seed = 1; seed <= 50; seed++) {
    expect(await writeAtOnce(6, seed), `seed ${seed}`).toEqual([keysOf(6)])
  }
})

it('thirty legs that write at once all get their sections in one comment', async () => {
  vi.spyOn(Math, 'random').mockImplementation(numbers(0))
  for (let seed = 1; seed <= 10; seed++) {
    expect(await writeAtOnce(30, seed), `seed ${seed}`).toEqual([keysOf(30)])
  }
})
