import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MARKER } from '../../src/action/pull/comment-body.ts'
import { OwnComments } from '../../src/action/pull/own-comments.ts'
import { answering, type Call, refusal } from '../helpers/answering.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const COMMENTS = '/repos/{owner}/{repo}/issues/{issue_number}/comments'
const ONE = '/repos/{owner}/{repo}/issues/comments/{comment_id}'
const list = (page = 1): Call => [`GET ${COMMENTS}`, { issue_number: 7, per_page: 100, page }]
const USER: Call = ['GET /user', {}]
const body = `${MARKER} x`
const by = (id: unknown, more: object = {}) => ({ id, body, user: { id: 1, type: 'Bot' }, ...more })
const own = (asBot: boolean, ...answers: unknown[]) => {
  const { github, calls } = answering(...answers)
  return { comments: new OwnComments(github, { pull: 7, asBot }), calls }
}

describe('the list of our comments', () => {
  it('has those that begin with the marker and are by a bot, oldest first', async () => {
    const answer = [
      by(3),
      by(1),
      by(2, { user: { id: 1, type: 'User' }, author_association: 'OWNER' }),
      by(4, { body: `Thanks! ${body}` }),
      by('5'),
      by(6, { body: null }),
      null,
    ]
    const { comments, calls } = own(true, answer)
    expect(await comments.list()).toEqual([
      { id: 1, body },
      { id: 3, body },
    ])
    expect(calls).toEqual([list()])
  })

  it('goes on after each page of 100', async () => {
    const page = (from: number, count: number) => Array.from({ length: count }, (_, i) => by(from + i))
    const { comments, calls } = own(true, page(0, 100), page(100, 99))
    expect((await comments.list()).map(({ id }) => id)).toEqual(Array.from({ length: 199 }, (_, i) => i))
    expect(calls).toEqual([list(1), list(2)])
  })

  it('has 30 pages at most', async () => {
    const full = Array.from({ length: 100 }, () => null)
    const { comments, calls } = own(true, ...Array.from({ length: 31 }, () => full))
    expect(await comments.list()).toEqual([])
    expect(calls).toEqual(Array.from({ length: 30 }, (_, i) => list(i + 1)))
  })

  it('is empty if the answer is no list', async () => {
    expect(await own(true, { message: 'x' }).comments.list()).toEqual([])
  })

  it.each(['OWNER', 'MEMBER', 'COLLABORATOR'])(
    'has those of every %s, for the token of a user',
    async (who) => {
      const { comments, calls } = own(false, [by(1, { author_association: who })])
      expect(await comments.list()).toEqual([{ id: 1, body }])
      expect(calls).toEqual([list()])
    },
  )

  it('has those of the token’s user, who is asked for once', async () => {
    const answer = [by(1, { user: { id: 5 } }), by(2, { user: { id: 6 } }), by(3, { user: {} }), by(4)]
    const { comments, calls } = own(false, answer, { id: 5 }, answer)
    expect(await comments.list()).toEqual([{ id: 1, body }])
    expect(await comments.list()).toEqual([{ id: 1, body }])
    expect(calls).toEqual([list(), USER, list()])
  })

  it.each([
    ['GitHub does not say', { id: '5' }],
    ['the token may not ask', refusal(403, 'Resource not accessible by integration')],
  ])('has none of a user if %s who that is', async (_, answer) => {
    const { comments, calls } = own(
      false,
      [by(1, { user: { id: 5 } }), by(2, { user: { id: null } })],
      answer,
    )
    expect(await comments.list()).toEqual([])
    expect(calls).toEqual([list(), USER])
  })

  it('is unknown if GitHub fails to say whose the token is', async () => {
    const { comments } = own(false, [by(1)], refusal(500, 'Server Error'))
    await expect(comments.list()).rejects.toThrow('Server Error')
  })
})

describe('a comment', () => {
  const created = { id: 9, user: { id: 5 } }
  const post: Call = [`POST ${COMMENTS}`, { issue_number: 7, body, request: { retries: 0 } }]
  const get: Call = [`GET ${ONE}`, { comment_id: 9 }]

  it('that was created is by the token’s user', async () => {
    const { comments, calls } = own(false, created, [by(9, { user: { id: 5 } }), by(1, { user: { id: 6 } })])
    await comments.create(body)
    expect(await comments.list()).toEqual([{ id: 9, body }])
    expect(calls).toEqual([post, list()])
  })

  it('whose author the answer does not say is asked for', async () => {
    const { comments, calls } = own(false, { id: 9 }, [by(9, { user: { id: 5 } })], { id: 5 })
    await comments.create(body)
    expect(await comments.list()).toEqual([{ id: 9, body }])
    expect(calls).toEqual([post, list(), USER])
  })

  it.each([
    ['is there', [[by(9), by(10)]], [post, list()]],
    ['is not there', [[], created], [post, list(), post]],
  ])('whose creation’s answer was lost is created again unless it is there: it %s', async (_, then, all) => {
    const { comments, calls } = own(true, refusal(502, 'Bad Gateway'), ...then, [], { body })
    const made = comments.create(body)
    await vi.runAllTimersAsync()
    await made
    expect(calls).toEqual(all)
    expect(await comments.list()).toEqual([{ id: 9, body }])
    expect(calls.slice(all.length)).toEqual([list(), get])
  })

  it('that was created and is not in the list is looked up', async () => {
    const { comments, calls } = own(true, created, [], { body: `${body} y` })
    await comments.create(body)
    expect(await comments.list()).toEqual([{ id: 9, body: `${body} y` }])
    expect(calls).toEqual([post, list(), get])
  })

  it.each([
    [404, 'somebody has deleted the comment'],
    [403, 'refused'],
  ])('that was created and cannot be looked up (%i) is an error: %s', async (status, words) => {
    const { comments } = own(true, created, [], refusal(status, 'refused'))
    await comments.create(body)
    await expect(comments.list()).rejects.toThrow(words)
  })

  it('is updated by its id', async () => {
    const { comments, calls } = own(true, {}, refusal(500, 'Server Error'))
    await comments.update(9, body)
    await expect(comments.update(9, body)).rejects.toThrow('Server Error')
    expect(calls).toEqual(Array.from({ length: 2 }, () => [`PATCH ${ONE}`, { comment_id: 9, body }]))
  })

  it('is removed by its id, even if it is gone already', async () => {
    const { comments, calls } = own(true, null, refusal(404, 'Not Found'), refusal(500, 'Server Error'))
    await comments.remove(9)
    await comments.remove(9)
    await expect(comments.remove(9)).rejects.toThrow('Server Error')
    expect(calls).toEqual(Array.from({ length: 3 }, () => [`DELETE ${ONE}`, { comment_id: 9 }]))
  })
})
