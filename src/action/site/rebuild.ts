/** Rebuilds a site's lost list of reports from the one-report lists in the reports' directories. */

import { RUNS_FILE, type RunsFile, type SiteRun } from '../../format/site.ts'
import { plural } from '../../words/number.ts'
import type { Git } from './git.ts'
import { fetchContents, parseTree, TREE, type Tree } from './objects.ts'
import { DamagedList, parseRunsFile } from './runs-file.ts'

export interface Rebuilt {
  readonly file: RunsFile
  /** Whether every directory described its report. */
  readonly isWhole: boolean
  /** From how many reports it was rebuilt, and which directories are missing. */
  readonly remark: string
}

/** Most directories named in a warning, which is cut at 4,096 characters. */
const NAMED = 10

/** null if no directory describes a report: they may be anybody's. `site`: prefix of paths in messages. */
export async function rebuildList(git: Git, runs: Tree, site: string): Promise<Rebuilt | null> {
  const directories = [...runs].filter(([, { mode }]) => mode === TREE)
  const trees = await fetchContents(
    git,
    directories.map(([, entry]) => entry),
  )
  const lists = await fetchContents(
    git,
    trees.map((tree) => (tree === null ? undefined : parseTree(tree).get(RUNS_FILE))),
  )
  const paths = directories.map(([name]) => `runs/${name}`)
  const told = paths.map((path, i) => parseOwnList(lists[i], path, site))
  const files = told.filter((file) => file !== null).toSorted((a, b) => byPublishing(a.runs[0], b.runs[0]))
  const newest = files.at(-1)
  if (newest === undefined) return null
  const file = { ...newest, runs: files.flatMap((each) => each.runs) }
  const untold = paths.filter((_, i) => told[i] === null)
  const from = `the index is rebuilt from ${plural(files.length, 'report')} beside it`
  const isWhole = untold.length === 0
  return { file, isWhole, remark: isWhole ? from : `${from}. ${untoldInWords(untold)}` }
}

/** The list of the one report at `path`; null if there is none. Throws SiteFault for a newer version. */
function parseOwnList(text: Buffer | null, path: string, site: string): RunsFile | null {
  try {
    const file = parseRunsFile(String(text), `${site}${path}/${RUNS_FILE}`)
    return file.runs.length === 1 && file.runs[0].path === path ? file : null
  } catch (error) {
    if (error instanceof DamagedList) return null
    throw error
  }
}

/** Reports published in the same second, which is rare, are ordered by workflow run. */
const byPublishing = (a: SiteRun, b: SiteRun): number =>
  a.published === b.published ? a.run - b.run || a.attempt - b.attempt : a.published < b.published ? -1 : 1

const untoldInWords = (paths: readonly string[]): string =>
  `${pathsInWords(paths)}: no report is described there, so it is kept but not listed; publish that report again, or delete it`

export const pathsInWords = (paths: readonly string[]): string =>
  `${paths.slice(0, NAMED).join(', ')}${paths.length > NAMED ? ` and ${paths.length - NAMED} more` : ''}`
