/** Whose a branch is: ours where it began with a commit of ours, whatever others have put on top since. */

import type { Git } from './git.ts'
import { readObjects } from './objects.ts'

/** By this line a commit is known for ours. */
const MARK = 'Published-by: stackviz-action'

/** And by this one, that what is below it is others': nobody has to look again. */
const BESIDE = 'Onto-commits-of: others'

/** Commits that are looked through: who commits more between two reports of ours has a branch of their own. */
const DEPTH = 100

export const messageOfReport = (path: string, isOwn: boolean): string =>
  [`Publish ${path}`, '', MARK, ...(isOwn ? [] : [BESIDE]), ''].join('\n')

/** `content`: of the commit at the tip, which alone is here. */
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
