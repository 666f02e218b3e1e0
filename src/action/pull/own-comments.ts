/** Our comments on a pull request. Their author tells: anybody can write the marker. */

import { at } from '../../workflow.ts'
import { messageOf } from '../error-text.ts'
import type { GitHub } from '../github/client.ts'
import { createOnce, NO_RETRY } from '../github/create-once.ts'
import { isRefused, statusOf } from '../github/faults.ts'
import * as log from '../log.ts'
import { MARKER } from './comment-body.ts'

export interface CommentPlace {
  readonly pull: number
  /** Whether our comments are a bot's, as those of a workflow's token are. */
  readonly asBot: boolean
}

export interface Comment {
  readonly id: number
  readonly body: string
}

/** Pages of 100: at most 3,000 comments are read, oldest first. */
const PAGES = 30

/** Users whose comments are ours, whichever of them the token belongs to. */
const TRUSTED: readonly unknown[] = ['OWNER', 'MEMBER', 'COLLABORATOR']

/** Somebody has deleted the comment that was made. */
export class DeletedError extends Error {
  constructor(cause: unknown) {
    super('somebody has deleted the comment', { cause })
  }
}

export class OwnComments {
  private readonly github: GitHub
  private readonly place: CommentPlace
  /** The id of the token's user, as GitHub says it. */
  private self: Promise<unknown> | null = null
  /** The id of the comment that we have created. */
  private created: number | null = null

  constructor(github: GitHub, place: CommentPlace) {
    this.github = github
    this.place = place
  }

  /** Oldest first. Throws DeletedError if the one that we have created was the only one, and is gone. */
  async list(): Promise<Comment[]> {
    const found: Comment[] = []
    for (let page = 1; page <= PAGES; page++) {
      const { data } = await this.github.call('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        issue_number: this.place.pull,
        per_page: 100,
        page,
      })
      const comments: unknown[] = Array.isArray(data) ? data : []
      for (const comment of comments) {
        const [id, body] = [at(comment, 'id'), at(comment, 'body')]
        if (typeof id !== 'number' || typeof body !== 'string') continue
        if (body.startsWith(MARKER) && (await this.isOurs(comment))) found.push({ id, body })
      }
      if (comments.length < 100) break
    }
    if (found.length === 0 && this.created !== null) return [await this.get(this.created)]
    return found.toSorted((a, b) => a.id - b.id)
  }

  /** For an empty list, which is never empty afterwards: a second one would mail all who follow the pull request. */
  async create(body: string): Promise<void> {
    const find = async (): Promise<number | null> => (await this.list())[0]?.id ?? null
    this.created = await createOnce(this.github, find, async () => {
      const { data } = await this.github.call('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        issue_number: this.place.pull,
        body,
        ...NO_RETRY,
      })
      const author = at(data, 'user', 'id')
      if (typeof author === 'number') this.self = Promise.resolve(author)
      return Number(at(data, 'id'))
    })
  }

  async update(id: number, body: string): Promise<void> {
    await this.github.call('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      comment_id: id,
      body,
    })
  }

  /** Another job may have removed it already. */
  async remove(id: number): Promise<void> {
    try {
      await this.github.call('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', { comment_id: id })
    } catch (error) {
      if (!isRefused(error)) throw error
    }
  }

  /** For one that the list does not have, or not yet. */
  private async get(id: number): Promise<Comment> {
    try {
      const { data } = await this.github.call('GET /repos/{owner}/{repo}/issues/comments/{comment_id}', {
        comment_id: id,
      })
      return { id, body: String(at(data, 'body')) }
    } catch (error) {
      if (statusOf(error) !== 404) throw error
      throw new DeletedError(error)
    }
  }

  private async isOurs(comment: unknown): Promise<boolean> {
    if (this.place.asBot) return at(comment, 'user', 'type') === 'Bot'
    if (TRUSTED.includes(at(comment, 'author_association'))) return true
    const author = at(comment, 'user', 'id')
    return typeof author === 'number' && author === (await (this.self ??= this.askSelf()))
  }

  private async askSelf(): Promise<unknown> {
    try {
      return at((await this.github.call('GET /user')).data, 'id')
    } catch (error) {
      if (!isRefused(error)) throw error
      log.debug(`the token's user: ${messageOf(error)}`)
      return null
    }
  }
}
