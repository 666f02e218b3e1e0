import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { GitHub } from '../../src/action/github/client.ts'
import { putSection } from '../../src/action/pull/comment.ts'
import { parseSections } from '../../src/action/pull/comment-body.ts'

// in processes that run at once, who writes between another's reading and writing is up to the machine's load
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** Milliseconds that a request or an answer is on its way at most; few are so long. */
const SLOWEST = 700

/** Numbers from 0 to 1, the same ones for a seed. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** GitHub's comments of a pull request: what is asked happens when the request arrives, and is told later. */
class Comments {
  readonly all: { id: number; body: string; user: { type: string } }[] = []
  private ids = 0
  private readonly random: () => number

  constructor(random: () => number) {
    this.random = random
  }

  readonly call: GitHub['call'] = async (route, parameters = {}) => {
    await this.onTheWay()
    const data = structuredClone(this.act(route.split(' ')[0], parameters))
    await this.onTheWay()
    if (data === null) throw Object.assign(new Error('Not Found'), { status: 404, response: {} })
    return { data, headers: {} }
  }

  private onTheWay(): Promise<void> {
    return new Promise((arrive) => setTimeout(arrive, this.random() ** 4 * SLOWEST))
  }

  private act(method: string, { comment_id, body }: Readonly<Record<string, unknown>>): unknown {
    const at = this.all.findIndex(({ id }) => id === comment_id)
    if (method === 'GET') return this.all
    if (method === 'POST') this.all.push({ id: ++this.ids, body: String(body), user: { type: 'Bot' } })
    else if (at < 0) return null
    else if (method === 'DELETE') this.all.splice(at, 1)
    else this.all[at].body = String(body)
    return {}
  }
}

/** Keys of the sections of each comment, where so many legs begin within SLOWEST. */
async function writeAtOnce(count: number, seed: number): Promise<string[][]> {
  const random = numbers(seed)
  const comments = new Comments(random)
  const github = { call: comments.call, web: fetch, signal: new AbortController().signal }
  const written = keysOf(count).map(async (key) => {
    await new Promise((begin) => setTimeout(begin, random() * SLOWEST))
    await putSection(github, { pull: 1, asBot: true }, { key, run: 1, attempt: 1, text: key }, true)
  })
  await Promise.all([...written, vi.runAllTimersAsync()])
  return comments.all.map(({ body }) => parseSections(body).map(({ key }) => key))
}

const keysOf = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => `leg ${String(n).padStart(2, '0')}`)

it.each([
  ['short', () => 0],
  ['long', () => 0.999],
  ['different', numbers(0)],
])('six legs that write the comment at once are six sections of one, where waits are %s', async (_, wait) => {
  vi.spyOn(Math, 'random').mockImplementation(wait)
  for (let seed = 1; seed <= 50; seed++) {
    expect(await writeAtOnce(6, seed), `seed ${seed}`).toEqual([keysOf(6)])
  }
})

it('thirty legs come apart, and none gives up', async () => {
  vi.spyOn(Math, 'random').mockImplementation(numbers(0))
  for (let seed = 1; seed <= 10; seed++) {
    expect(await writeAtOnce(30, seed), `seed ${seed}`).toEqual([keysOf(30)])
  }
})
