/**
 * One comment per pull request, shared by all jobs that report there. GitHub has no conditional write, so
 * each job reads the comment again after its own write, and writes again if another job has overwritten it.
 */

import { at } from '../../workflow.ts'
import type { GitHub } from '../github/client.ts'
import { createOnce, NO_RETRY } from '../github/create-once.ts'
import { isRefused } from '../github/faults.ts'
import { pause } from '../pause.ts'
import {
  holds,
  MARKER,
  merged,
  parseSections,
  printSections,
  type Section,
  withRun,
  withSection,
} from './comment-body.ts'

export interface CommentPlace {
  readonly pull: number
  /** Whether our comments are a bot's, as those of a workflow's token are. */
  readonly asBot: boolean
}

interface Comment {
  readonly id: number
  readonly body: string
}

/** Most writes of one job while others overwrite them. */
const ROUNDS = 16

/** Random wait before another round, in milliseconds: up to APART × 1.5^round, at most LONGEST. */
const [APART, LONGEST] = [1000, 20_000]

/**
 * Milliseconds in which other jobs write what they based on earlier reads: random, from this to twice this,
 * so that jobs drift apart. It must not be shorter, or the check would come before such a write.
 */
const SETTLING = 1500

/** Pages of 100: at most 3,000 comments are read, oldest first. */
const PAGES = 30

/**
 * Puts a section into the comment. `create`: even if there is no comment or section yet; otherwise an
 * existing section is updated and a missing one stays away, but older ones of its workflow are marked as such.
 * Returns whether the section is there.
 */
export async function putSection(
  github: GitHub,
  place: CommentPlace,
  own: Section,
  create: boolean,
): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round++) {
    if (round > 0) await pause(Math.random() * Math.min(LONGEST, APART * 1.5 ** round), github.signal)
    const [oldest, ...others] = await ownComments(github, place)
    let isWanted = create
    if (oldest === undefined) {
      if (!create) return false
      await createComment(github, place, own)
    } else {
      const all = [oldest, ...others].map(({ body }) => parseSections(body)).reduce(merged)
      isWanted ||= all.some(({ key }) => key === own.key)
      const body = printSections(withRun(isWanted ? withSection(all, own) : all, own))
      if (body === oldest.body && others.length === 0 && !isWanted) return false
      if (body !== oldest.body) await update(github, oldest.id, body)
      for (const { id } of others) await remove(github, id)
    }
    if (await isSettled(github, place, own, isWanted)) return isWanted
  }
  throw new Error(`another job overwrote this job's section ${ROUNDS} times in a row`)
}

/** Whether what we wrote is in the only comment, and still is after others have had time to write. */
async function isSettled(
  github: GitHub,
  place: CommentPlace,
  own: Section,
  isWanted: boolean,
): Promise<boolean> {
  for (const wait of [0, SETTLING * (1 + Math.random())]) {
    await pause(wait, github.signal)
    const comments = await ownComments(github, place)
    if (comments.length !== 1 || !holds(comments[0].body, own, isWanted)) return false
  }
  return true
}

async function createComment(github: GitHub, place: CommentPlace, own: Section): Promise<void> {
  const find = async (): Promise<true | null> => ((await ownComments(github, place)).length > 0 ? true : null)
  await createOnce(github, find, async () => {
    await github.call('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      issue_number: place.pull,
      body: printSections([own]),
      ...NO_RETRY,
    })
    return true as const
  })
}

const update = (github: GitHub, id: number, body: string): Promise<unknown> =>
  github.call('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', { comment_id: id, body })

/** Its sections have been merged into the oldest comment; another job may have removed it already. */
async function remove(github: GitHub, id: number): Promise<void> {
  try {
    await github.call('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', { comment_id: id })
  } catch (error) {
    if (!isRefused(error)) throw error
  }
}

/** Our comments, oldest first. */
async function ownComments({ call }: GitHub, { pull, asBot }: CommentPlace): Promise<Comment[]> {
  const found: Comment[] = []
  for (let page = 1; page <= PAGES; page++) {
    const { data } = await call('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      issue_number: pull,
      per_page: 100,
      page,
    })
    const comments: unknown[] = Array.isArray(data) ? data : []
    for (const comment of comments) {
      const [id, body] = [at(comment, 'id'), at(comment, 'body')]
      if (typeof id !== 'number' || typeof body !== 'string') continue
      if (body.startsWith(MARKER) && isOurs(comment, asBot)) found.push({ id, body })
    }
    if (comments.length < 100) break
  }
  return found.toSorted((a, b) => a.id - b.id)
}

/** Checks the author: anybody can write the marker, and sections of theirs would be merged into ours. */
function isOurs(comment: unknown, asBot: boolean): boolean {
  if (asBot) return at(comment, 'user', 'type') === 'Bot'
  return ['OWNER', 'MEMBER', 'COLLABORATOR'].includes(String(at(comment, 'author_association')))
}
