import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { putSection } from '../../src/action/pull/comment.ts'
import { MARKER, parseSections, printSections, type Section } from '../../src/action/pull/comment-body.ts'
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
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const pull = await writeAtOnce(1, 1, { prepare })
  expect([calls, sectionsOf(pull)]).toEqual([3, [keysOf(1)]])
  expect(write.mock.calls.map(([text]) => text)).toEqual([
    'the comment was written; whether another job has overwritten it is not known: Resource not accessible by integration\n',
  ])
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

const BOT = { id: 1, type: 'Bot' } as const
const leg = (key: string): Section => ({ key, run: 1, attempt: 1, commit: null, newest: 0, text: key })

/** Puts a section into the comments; returns the calls, and what is published. */
async function put(
  comments: PullRequest['comments'],
  own: Section,
  create: boolean,
  prepare?: (pull: PullRequest) => void,
) {
  const pull = new PullRequest(() => 0)
  const calls: string[] = []
  pull.comments = comments
  pull.onCall = (route) => calls.push(route.split(' ')[0])
  prepare?.(pull)
  const github = { call: pull.call, web: fetch, signal: new AbortController().signal }
  const work = putSection(github, { pull: 1, asBot: true }, own, create).catch((error: unknown) => error)
  await vi.runAllTimersAsync()
  return { calls, published: await work, comments: pull.comments }
}

it.each([
  ['no comment', []],
  ['a comment without it', [printSections([leg('tests/other')])]],
])('a section that is not wanted is not put into %s', async (_, bodies) => {
  const comments = bodies.map((body, i) => ({ id: i + 1, body, user: BOT }))
  expect(await put(structuredClone(comments), leg('tests/a'), false)).toEqual({
    calls: ['GET'],
    published: false,
    comments,
  })
})

it('a section that is not wanted still tells older ones of its workflow that there is a newer run', async () => {
  const older = { ...leg('tests/other'), commit: 'a' }
  const comment = { id: 1, body: printSections([older]), user: BOT }
  const own = { ...leg('tests/a'), run: 2, commit: 'b' }
  const { calls, published, comments } = await put([comment], own, false)
  expect([calls, published]).toEqual([['GET', 'PATCH', 'GET', 'GET'], false])
  expect(comments.map(({ body }) => parseSections(body))).toEqual([[{ ...older, newest: 2 }]])
})

it('a section that is there is updated, wanted or not', async () => {
  const comment = { id: 1, body: printSections([leg('tests/a')]), user: BOT }
  const own = { ...leg('tests/a'), text: 'passed' }
  const { published, comments } = await put([comment], own, false)
  expect([published, comments.map(({ body }) => parseSections(body))]).toEqual([true, [[own]]])
})

it('two comments become one, which has the sections of both and counts what both counted', async () => {
  const [a, b, own] = ['tests/a', 'tests/b', 'tests/own'].map(leg)
  const counted = ['0123abcd', '4567cdef']
  const comments = [a, b].map((section, i) => ({
    id: i + 1,
    body: printSections([section], [counted[i]]),
    user: BOT,
  }))
  const { calls, ...rest } = await put(comments, own, true)
  expect(calls).toEqual(['GET', 'PATCH', 'DELETE', 'GET', 'GET'])
  expect(rest).toEqual({
    published: true,
    comments: [{ id: 1, body: printSections([a, b, own], counted), user: BOT }],
  })
})

it('a second comment of the same is removed even if nothing else is to be done', async () => {
  const body = printSections([leg('tests/other')])
  const comments = [1, 2].map((id) => ({ id, body, user: BOT }))
  const { calls, published, comments: left } = await put(comments, leg('tests/a'), false)
  expect([calls, published]).toEqual([['GET', 'DELETE', 'GET', 'GET'], false])
  expect(left).toEqual([{ id: 1, body, user: BOT }])
})

it('a section that others overwrite again and again is given up', async () => {
  const prepare = (pull: PullRequest): void =>
    void (pull.isCurrent = () => {
      if (pull.comments.length > 0) pull.comments[0].body = printSections([leg('tests/other')])
      return true
    })
  const { calls, published } = await put([], leg('tests/a'), true, prepare)
  expect(published).toMatchObject({ message: "another job overwrote this job's section 16 times in a row" })
  expect(calls.filter((method) => method !== 'GET')).toEqual(['POST', ...new Array(15).fill('PATCH')])
})
