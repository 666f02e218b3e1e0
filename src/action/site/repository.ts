/** What GitHub says about the repository: visibility, default branch, Pages. */

import { at } from '../../workflow.ts'
import { messageOf } from '../error-text.ts'
import type { OpenGitHub } from '../github/client.ts'
import { explain, isRefused } from '../github/faults.ts'
import type { Job } from '../job.ts'
import * as log from '../log.ts'
import { SiteFault } from './site-fault.ts'

export interface Repository {
  /** Each is null if GitHub does not say. */
  readonly isPrivate: boolean | null
  readonly hasPages: boolean | null
  readonly defaultBranch: string | null
}

/**
 * Reads the event's payload, and asks the API where that may be wrong: some events leave fields out, Pages
 * may have been set up since the event, and a re-run, perhaps weeks later, gets the original event.
 * Throws SiteFault if an outage keeps it from `isPrivate`, and that is needed.
 */
export async function readRepository(
  payload: unknown,
  github: OpenGitHub,
  attempt: number,
  needsPrivacy: boolean,
): Promise<Repository> {
  const told = repositoryIn(at(payload, 'repository'))
  const isNew = attempt === 1
  const isWhole = told.isPrivate !== null && told.defaultBranch !== null && told.hasPages !== false
  if (isWhole && isNew) return told
  try {
    const { data } = await (await github()).call('GET /repos/{owner}/{repo}')
    return repositoryIn(data)
  } catch (cause) {
    log.debug(`the repository: ${messageOf(cause)}`)
    // a repository may have been made private since an old event
    const sure = isNew || told.isPrivate !== false ? told : { ...told, isPrivate: null }
    if (!needsPrivacy || sure.isPrivate !== null || isRefused(cause)) return sure
    const why = explain(cause, 'metadata: read', false)
    throw new SiteFault(`GitHub does not say whether the repository is private: ${why}`, null, { cause })
  }
}

function repositoryIn(value: unknown): Repository {
  const [isPrivate, hasPages, branch] = [
    at(value, 'private'),
    at(value, 'has_pages'),
    at(value, 'default_branch'),
  ]
  return {
    isPrivate: typeof isPrivate === 'boolean' ? isPrivate : null,
    hasPages: typeof hasPages === 'boolean' ? hasPages : null,
    defaultBranch: typeof branch === 'string' ? branch : null,
  }
}

/** Pages of 100: at most 3,000 open pull requests are read. */
const PAGES = 30

/** Those of `pulls` that are closed; none if GitHub does not answer, or lists 3,000 open ones. */
export async function closedOf(github: OpenGitHub, pulls: readonly number[]): Promise<ReadonlySet<number>> {
  const open = new Set<number>()
  try {
    const { call } = await github()
    for (let page = 1; page <= PAGES; page++) {
      const { data } = await call('GET /repos/{owner}/{repo}/pulls', { state: 'open', per_page: 100, page })
      if (!Array.isArray(data)) break
      for (const pull of data) open.add(Number(at(pull, 'number')))
      if (data.length < 100) return new Set(pulls.filter((pull) => !open.has(pull)))
    }
  } catch (error) {
    log.debug(`open pull requests: ${messageOf(error)}`)
  }
  return new Set()
}

export interface PagesPlace {
  /** URL of the site's root, ending in `/`; null if it has none or it is unknown. */
  readonly address: string | null
  /** Why `address` is null, and what to do; null if there is an address. */
  readonly remark: string | null
}

export interface SitePlace {
  readonly branch: string
  readonly path: readonly string[]
  /** Whether the branch is newer than what is known of the repository. */
  readonly isNew: boolean
}

/** The address at which `path` on the branch is published. Never throws. */
export async function findPages(
  github: OpenGitHub,
  { hasPages }: Pick<Repository, 'hasPages'>,
  { branch, path, isNew }: SitePlace,
  job: Pick<Job, 'server' | 'repository'>,
): Promise<PagesPlace> {
  const below = (base: string, names: readonly string[]): PagesPlace => ({
    address: [base.replace(/\/*$/, ''), ...names, ''].join('/'),
    remark: null,
  })
  let pages: unknown
  try {
    pages = (await (await github()).call('GET /repos/{owner}/{repo}/pages')).data
  } catch (error) {
    log.debug(`the repository's Pages: ${messageOf(error)}`)
    if (hasPages === false)
      return nowhere(
        `the repository has no Pages: under Settings → Pages, choose “Deploy from a branch” and ${branch}`,
      )
    if (hasPages === true && isNew)
      return unlinked(
        'the repository had Pages before it had this branch, so they are built from something else',
      )
    const usual = usualAddress(job)
    return usual === null ? UNTOLD : below(usual, path)
  }
  const [source, root] = [at(pages, 'source', 'branch'), at(pages, 'source', 'path')]
  if (at(pages, 'build_type') === 'workflow')
    return nowhere("the repository's Pages come from Actions, not from a branch: set publish to branch,pages")
  if (typeof source === 'string' && source !== branch)
    return nowhere(
      `the repository's Pages are built from the branch ${source}: under Settings → Pages choose ${branch}, or set branch to ${source}`,
    )
  const docs = root === '/docs'
  if (docs && path[0] !== 'docs')
    return nowhere("the repository's Pages are built from /docs: set path to docs, or to a directory in it")
  const address = at(pages, 'html_url')
  const base = typeof address === 'string' ? address : usualAddress(job)
  return base === null ? UNTOLD : below(base, docs ? path.slice(1) : path)
}

const nowhere = (why: string): PagesPlace => ({
  address: null,
  remark: `the report is on its branch, but on no page: ${why}`,
})

const unlinked = (why: string): PagesPlace => ({
  address: null,
  remark: `the report is on its branch, and nothing links to its page: ${why}; add \`pages: read\` to the job's permissions`,
})

/** When GitHub does not answer and there is no default address, as on GitHub Enterprise Server. */
const UNTOLD = unlinked("GitHub does not say where the repository's Pages are")

/** The address of Pages without a custom domain; null outside of github.com. */
function usualAddress({ server, repository }: Pick<Job, 'server' | 'repository'>): string | null {
  const [owner, name] = repository.split('/')
  if (name === undefined || server !== 'https://github.com') return null
  const host = `${owner.toLowerCase()}.github.io`
  return name.toLowerCase() === host ? `https://${host}` : `https://${host}/${name}`
}
