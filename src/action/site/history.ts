/** Whose a branch is: ours if its first commit is ours, whatever others have pushed on top since. */

import type { Git } from './git.ts'
import { readObjects } from './objects.ts'

/** The line in a commit's message that marks it as ours. */
const MARK = 'Published-by: stackviz-action'

/** Marks a commit of ours on top of others' commits, so that the history need not be searched again. */
const BESIDE = 'Onto-commits-of: others'

/** Commits that are searched: if others push more than this between two of our reports, it is theirs. */
const DEPTH = 100

export const messageOfReport = (path: string, isOwn: boolean): string =>
  [`Publish ${path}`, '', MARK, ...(isOwn ? [] : [BESIDE]), ''].join('\n')

/** `content`: the commit object at the tip, the only one fetched so far. */
export async function isOurBranch(git: Git, tip: string, content: Buffer): Promise<boolean> {
  const { parents, lines } = parseCommit(content)
  if (parents.length === 0) return lines.includes(MARK)
  if (lines.includes(BESIDE)) return false
  const ids = await git.fetchHistory(tip, DEPTH)
  const commits = (await readObjects(git, ids)).map(parseCommit)
  const known = new Set(ids)
  const isWhole = commits.every((commit) => commit.parents.every((id) => known.has(id)))
  const roots = commits.filter((commit) => commit.parents.length === 0)
  return isWhole && roots.every((root) => root.lines.includes(MARK))
}

function parseCommit(content: Buffer): { parents: readonly string[]; lines: readonly string[] } {
  const text = content.toString()
  const end = text.indexOf('\n\n')
  const parents = [...text.slice(0, end).matchAll(/^parent ([\da-f]+)$/gm)].map(([, id]) => id)
  return { parents, lines: text.slice(end).split('\n') }
}
