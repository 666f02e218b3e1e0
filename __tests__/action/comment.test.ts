import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { putSection } from '../../src/action/pull/comment.ts'
import { MARKER, parseSections, printSections } from '../../src/action/pull/comment-body.ts'
import { PullRequest, SLOWEST } from '../helpers/pull-request.ts'
import { numbers } from '../helpers/random.ts'

// with real processes, the load of the machine would decide who writes between another's read and write
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

interface Legs {
  /** Whether they report with a workflow's token. */
  asBot?: boolean
  /** Called before they begin. */
  prepare?: (pull: PullRequest) => void
}

/** The pull request after `count` legs, all started within SLOWEST, have written their sections. */
async function writeAtOnce(
  count: number,
  seed: number,
  { asBot = true, prepare }: Legs = {},
): Promise<PullRequest> {
  const random = numbers(Math.imul(seed, 2_654_435_761))
  const pull = new PullRequest(random)
  prepare?.(pull)
  const github = { call: pull.call, web: fetch, signal: new AbortController().signal }
  const written = keysOf(count).map(async (key) => {
    await new Promise((begin) => setTimeout(begin, random() * SLOWEST))
    const own = { key, run: 1, attempt: 1, commit: null, newest: 0, text: key }
    await putSection(github, { pull: 1, asBot }, own, true)
  })
  await Promise.all([...written, vi.runAllTimersAsync()])
  return pull
}

/** The section keys of each comment. */
const sectionsOf = ({ comments }: PullRequest): string[][] =>
  comments.map(({ body }) => parseSections(body).map(({ key }) => key))

const keysOf = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => `tests/${String(n).padStart(2, '0')}`)

it.each([
  ['short', () => 0],
  ['long', () => 0.999],
  ['different', numbers(0)],
])('six legs that write at once get six sections in one comment (random waits: %s)', async (_, wait) => {
  vi.spyOn(Math, 'random').mockImplementation(wait)
  for (let seed = 1; seed <= 50; seed++) {
    expect(sectionsOf(await writeAtOnce(6, seed)), `seed ${seed}`).toEqual([keysOf(6)])
  }
})

it.each([30, 60])('%i legs that write at once all get their sections in one comment', async (count) => {
  for (let seed = 1; seed <= 20; seed++) {
    vi.spyOn(Math, 'random').mockImplementation(numbers(seed))
    expect(sectionsOf(await writeAtOnce(count, seed)), `seed ${seed}`).toEqual([keysOf(count)])
  }
})

it('a leg that nobody else interrupts reads the comment three times, and writes it once', async () => {
  const calls: string[] = []
  const prepare = (pull: PullRequest): void => void (pull.onCall = (route) => calls.push(route.split(' ')[0]))
  await writeAtOnce(1, 1, { prepare })
  expect(calls).toEqual(['GET', 'POST', 'GET', 'GET'])
})

describe('a user’s token, whose owner need not be a collaborator,', () => {
  const byUser = (pull: PullRequest): void => void (pull.author = { id: 2, type: 'User' })
  const copy = printSections([{ key: 'evil', run: 9, attempt: 1, commit: null, newest: 0, text: 'evil' }])
  const copied = (pull: PullRequest): void =>
    void pull.comments.push({ id: 0, body: copy, user: { id: 3, type: 'User' }, author_association: 'NONE' })

  it.each([true, false])(
    'has one comment of all its legs, and leaves a stranger’s copy alone (GET /user is answered: %s)',
    async (knowsItself) => {
      for (let seed = 1; seed <= 20; seed++) {
        const prepare = (pull: PullRequest): void => {
          byUser(pull)
          copied(pull)
          pull.knowsItself = knowsItself
        }
        const pull = await writeAtOnce(6, seed, { asBot: false, prepare })
        expect(sectionsOf(pull), `seed ${seed}`).toEqual([['evil'], keysOf(6)])
        expect(pull.comments[0].body).toBe(copy)
      }
    },
  )

  it('makes no second comment where another job has made one', async () => {
    const pull = await writeAtOnce(1, 1, { asBot: false, prepare: byUser })
    await writeAtOnce(2, 2, {
      asBot: false,
      prepare: (later) => {
        byUser(later)
        later.comments = pull.comments
        later.created = 10
      },
    })
    expect(pull.comments.map(({ id }) => id)).toEqual([1])
    expect(sectionsOf(pull)).toEqual([keysOf(2)])
  })
})

it('a comment that the list does not have is found by its id, and no other is made', async () => {
  let lists = 0
  const prepare = (pull: PullRequest): void => void (pull.isCurrent = () => lists++ > 20)
  const pull = await writeAtOnce(1, 1, { prepare })
  expect([pull.created, sectionsOf(pull)]).toEqual([1, [keysOf(1)]])
})

it('a comment that somebody edits at once gets its marker again, and no other is made', async () => {
  let lists = 0
  const prepare = (pull: PullRequest): void =>
    void (pull.isCurrent = () => {
      if (++lists === 2) pull.comments[0].body = `Thanks! ${pull.comments[0].body}`
      return true
    })
  const pull = await writeAtOnce(1, 1, { prepare })
  expect(pull.comments.map(({ body }) => body.startsWith(MARKER))).toEqual([true])
  expect(sectionsOf(pull)).toEqual([keysOf(1)])
})

it('a comment that was written and cannot be read again is published', async () => {
  let calls = 0
  const prepare = (pull: PullRequest): void => void (pull.fault = () => (++calls > 2 ? 'refused' : 'none'))
  const pull = await writeAtOnce(1, 1, { prepare })
  expect([calls, sectionsOf(pull)]).toEqual([3, [keysOf(1)]])
})

it('a leg for which the comment has no room writes it once, and says so', async () => {
  const full = Array.from({ length: 1500 }, (_, n) => ({
    key: `a/${n}`,
    run: 1,
    attempt: 1,
    commit: null,
    newest: 0,
    text: 'x',
  }))
  const calls: string[] = []
  const prepare = (pull: PullRequest): void => {
    pull.onCall = (route) => calls.push(route.split(' ')[0])
    pull.comments = [{ id: 1, body: printSections(full), user: { id: 1, type: 'Bot' } }]
  }
  await expect(writeAtOnce(1, 1, { prepare })).rejects.toThrow('has no room for this report')
  expect(calls).toEqual(['GET', 'PATCH', 'GET', 'GET'])
})

it('a comment that somebody deletes at once is not made again', async () => {
  const prepare = (pull: PullRequest): void =>
    void (pull.isCurrent = () => {
      pull.comments = []
      return true
    })
  await expect(writeAtOnce(1, 1, { prepare })).rejects.toThrow('somebody has deleted the comment')
})
