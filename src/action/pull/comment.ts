/**
 * One comment per pull request, shared by all jobs that report there. GitHub has no conditional write, so
 * each job reads the comment again after its own write, and writes again if another job has overwritten it.
 */

import { messageOf } from '../error-text.ts'
import type { GitHub } from '../github/client.ts'
import * as log from '../log.ts'
import { pause } from '../pause.ts'
import {
  holds,
  merged,
  parseHidden,
  parseSections,
  printSections,
  type Section,
  withRun,
  withSection,
} from './comment-body.ts'
import { IncompleteError } from './incomplete-error.ts'
import { type CommentPlace, DeletedError, OwnComments } from './own-comments.ts'

/** Most writes of one job while others overwrite them. */
const ROUNDS = 16

/** Random wait before another round, in milliseconds: up to APART × 1.5^round, at most LONGEST. */
const [APART, LONGEST] = [1000, 20_000]

/**
 * Milliseconds in which other jobs write what they based on earlier reads: random, from this to twice this,
 * so that jobs drift apart. It must not be shorter, or the check would come before such a write.
 */
const SETTLING = 1500

/**
 * Puts a section into the comment. `create`: even if there is no comment or section yet; otherwise an
 * existing section is updated and a missing one stays away, but older ones of its workflow are marked as such.
 * Returns whether the section is there. Throws IncompleteError if it does not fit.
 */
export async function putSection(
  github: GitHub,
  place: CommentPlace,
  own: Section,
  create: boolean,
): Promise<boolean> {
  const comments = new OwnComments(github, place)
  for (let round = 0; round < ROUNDS; round++) {
    if (round > 0) await pause(Math.random() * Math.min(LONGEST, APART * 1.5 ** round), github.signal)
    const [oldest, ...others] = await comments.list()
    let isWanted = create
    let isShown = true
    if (oldest === undefined) {
      if (!create) return false
      await comments.create(printSections([own]))
    } else {
      const all = [oldest, ...others].map(({ body }) => parseSections(body)).reduce(merged)
      isWanted ||= all.some(({ key }) => key === own.key)
      const hidden = [oldest, ...others].flatMap(({ body }) => parseHidden(body))
      const body = printSections(withRun(isWanted ? withSection(all, own) : all, own), hidden)
      isShown = !isWanted || parseSections(body).some(({ key }) => key === own.key)
      if (body === oldest.body && others.length === 0 && !isWanted) return false
      if (body !== oldest.body) await comments.update(oldest.id, body)
      // their sections are in the oldest one now
      for (const { id } of others) await comments.remove(id)
    }
    try {
      if (!(await isSettled(comments, own, isWanted, github.signal))) continue
    } catch (error) {
      if (error instanceof DeletedError) throw error
      log.info(
        `the comment was written; whether another job has overwritten it is not known: ${messageOf(error)}`,
      )
    }
    if (!isShown)
      throw new IncompleteError(
        'has no room for this report, and only counts it; one job can report on the data of all (input artifacts)',
      )
    return isWanted
  }
  throw new Error(`another job overwrote this job's section ${ROUNDS} times in a row`)
}

/**
 * Whether what we wrote is in the only comment, and still is after others have had time to write. If they have
 * written meanwhile, it looks once more: of many, some may go on from a text that they read before our write.
 */
async function isSettled(
  comments: OwnComments,
  own: Section,
  isWanted: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  let seen: string | null = null
  for (const wait of [0, SETTLING, 2 * SETTLING]) {
    await pause(wait * (1 + Math.random()), signal)
    const [only, ...others] = await comments.list()
    if (only === undefined || others.length > 0 || !holds(only.body, own, isWanted)) return false
    if (only.body === seen) return true
    seen = only.body
  }
  return true
}
