/** Adds a report to a branch that any number of jobs may be adding to at the same time. */

import * as log from '../log.ts'
import { pause } from '../pause.ts'
import { Git, GitError, type GitPlace } from './git.ts'
import { gitFault, inWords } from './git-faults.ts'
import { isOurBranch, messageOfReport } from './history.ts'
import { parseTree, readObjects } from './objects.ts'
import { type Own, type Plan, planSite } from './plan.ts'
import { SiteFault } from './site-fault.ts'
import { Blobs, NO_SITE, readSite, type SiteTree, writeSite } from './site-tree.ts'

export interface BranchPlace extends GitPlace {
  readonly branch: string
  /** Directories from the branch's root to the site. */
  readonly path: readonly string[]
  /** The event's token is read-only, whatever permissions the workflow requests. */
  readonly readOnly: boolean
}

export interface BranchPublished extends Plan {
  readonly commit: string
  /** Whether the branch did not exist before this attempt of the workflow run, whose other jobs may have made it. */
  readonly isNew: boolean
  /** What was wrong with the list of reports and has been repaired; null if nothing was. */
  readonly remark: string | null
}

export interface BranchPatience {
  /** Base of the random wait before a retry, in milliseconds: at most `pause` × 1.3^tries. */
  readonly pause: number
  readonly longest: number
  /** Failed tries after which it gives up; losing a race to another push does not count. */
  readonly tries: number
}

/**
 * A try takes two seconds, in which one of fifty concurrent jobs succeeds: with waits that grow to 20 s the
 * jobs spread out, and the last one is done after about two minutes.
 */
const BRANCH_PATIENCE: BranchPatience = { pause: 1000, longest: 20_000, tries: 4 }

/** Throws SiteFault, or the signal's reason; the branch is then unchanged, or has the whole report. */
export async function publishToBranch(
  place: BranchPlace,
  own: Own,
  patience: BranchPatience = BRANCH_PATIENCE,
): Promise<BranchPublished> {
  const git = Git.open(place)
  try {
    return await untilDone(git, place, own, patience)
  } catch (error) {
    throw inWords(error, place)
  } finally {
    git.close()
  }
}

async function untilDone(
  git: Git,
  place: BranchPlace,
  own: Own,
  patience: BranchPatience,
): Promise<BranchPublished> {
  const blobs = new Blobs(git)
  // before the first fetch: the shorter the time from fetch to push, the fewer other pushes come between
  await blobs.write([...own.contents.run, ...own.contents.app])
  let failed = 0
  for (let tries = 1; ; tries++) {
    try {
      return await tryOnce(git, blobs, place, own)
    } catch (error) {
      if (!(error instanceof GitError)) throw error
      const { kind, reason } = gitFault(error, place.branch, place.readOnly)
      if (kind !== 'race' && ++failed >= patience.tries) throw error
      if (kind === 'final') throw error
      log.debug(`try ${tries} of publishing to ${place.branch}: ${reason}`)
      await pause(Math.random() * Math.min(patience.longest, patience.pause * 1.3 ** tries), place.signal)
    }
  }
}

async function tryOnce(git: Git, blobs: Blobs, place: BranchPlace, own: Own): Promise<BranchPublished> {
  const { branch, path } = place
  const tip = await git.fetchTip(branch)
  if (tip === null) await refuseEmptyRepository(git, branch)
  const { before, isOwn } = tip === null ? { before: NO_SITE, isOwn: true } : await readTip(git, tip, place)
  const plan = await planSite(before.file, own)
  const tree = await writeSite(git, blobs, before, { path, isOwn }, plan, own.contents, plan.run.path)
  // a branch of others keeps its history; our own is always one commit, so that no history grows
  const parent = tip === null || isOwn ? [] : ['-p', tip]
  const commit = await git.text(['commit-tree', tree, ...parent], messageOfReport(plan.run.path, isOwn))
  const ref = `refs/heads/${branch}`
  await git.run(['push', `--force-with-lease=${ref}:${tip ?? ''}`, 'origin', `${commit}:${ref}`])
  const { run, attempt } = plan.run
  const isNew = isOwn && (before.file?.runs ?? []).every((one) => one.run === run && one.attempt === attempt)
  return { ...plan, commit, isNew, remark: before.remark }
}

async function readTip(
  git: Git,
  tip: string,
  { branch, path }: BranchPlace,
): Promise<{ before: SiteTree; isOwn: boolean }> {
  const [content, root] = await readObjects(git, [tip, `${tip}^{tree}`])
  const isOwn = await isOurBranch(git, tip, content)
  return { before: await readSite(git, parseTree(root), path, branch), isOwn }
}

/** GitHub makes the first branch that is pushed to a repository its default branch. */
async function refuseEmptyRepository(git: Git, branch: string): Promise<void> {
  if ((await git.text(['ls-remote', 'origin', 'HEAD', 'refs/heads/*'])) !== '') return
  throw new SiteFault(
    `the repository is empty, and ${branch} would become its default branch`,
    'push a first commit to the branch that is to be the default one',
  )
}
