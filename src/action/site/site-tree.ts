/** The git tree of a site on a branch: read only as far as needed, and written with one more report. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RUNS_FILE, type RunsFile, type SiteRun } from '../../format/site.ts'
import type { Contents, SiteFile } from './contents.ts'
import type { Git } from './git.ts'
import {
  type Entry,
  fetchContents,
  isTree,
  type NewTree,
  parseTree,
  TREE,
  type Tree,
  writeFiles,
  writeTree,
} from './objects.ts'
import { changedPages } from './pages.ts'
import type { Plan } from './plan.ts'
import { pathsInWords, rebuildList } from './rebuild.ts'
import { DamagedList, parseRunsFile, printRunsFile } from './runs-file.ts'
import { SiteFault } from './site-fault.ts'

export interface SiteTree {
  /** The branch's root tree, then each directory on the path to the site, the site's own last. */
  readonly levels: readonly Tree[]
  readonly app: Tree
  readonly runs: Tree
  /** Directories of the stable addresses, in `latest` and `pr`. */
  readonly latest: Tree
  readonly pr: Tree
  /** The site's list of reports; null if there is no site yet. */
  readonly file: RunsFile | null
  /** The list from which the stable addresses were written; null if unknown. */
  readonly addressed: RunsFile | null
  /** Why `file` differs from the stored list, what it was made from, what it lacks; else null. */
  readonly remark: string | null
}

const EMPTY: Tree = new Map()

export const NO_SITE: SiteTree = {
  levels: [],
  app: EMPTY,
  runs: EMPTY,
  latest: EMPTY,
  pr: EMPTY,
  file: null,
  addressed: null,
  remark: null,
}

/** Names that a site reserves in its directory. */
const OURS = ['index.html', RUNS_FILE, 'app', 'runs', 'latest', 'pr']

/** Reads the site at `path` below `root`, the branch's tree, fetching only what the result is made from. */
export async function readSite(
  git: Git,
  root: Tree,
  path: readonly string[],
  branch: string,
): Promise<SiteTree> {
  const levels = [root]
  for (const name of path) {
    const entry = levels[levels.length - 1].get(name)
    if (entry === undefined) return { ...NO_SITE, levels }
    levels.push(await readTree(git, entry, `${branch}:${path.slice(0, levels.length).join('/')}`))
  }
  const site = levels[levels.length - 1]
  const where = `${[...path, RUNS_FILE].join('/')} on the branch ${branch}`
  const taken = OURS.find((name) => site.has(name))
  if (taken === undefined) return { ...NO_SITE, levels }
  const treeAt = (name: string): Entry | undefined => {
    const entry = site.get(name)
    return entry?.mode === TREE ? entry : undefined
  }
  const names = ['app', 'runs', 'latest', 'pr']
  const [list, ...contents] = await fetchContents(git, [site.get(RUNS_FILE), ...names.map(treeAt)])
  const [app, runs, latest, pr] = contents.map((tree) => (tree === null ? EMPTY : parseTree(tree)))
  const trees = { levels, app, runs, latest, pr }
  const file = list === null ? 'is missing' : parseOrWhy(String(list), where)
  if (typeof file !== 'string') return { ...trees, addressed: file, ...withoutGone(file, runs, where) }
  const rebuilt = await rebuildList(git, runs, `${branch}:${[...path, ''].join('/')}`)
  if (rebuilt !== null) {
    const left = rebuilt.isWhole ? onlyNamed(trees, rebuilt.file) : trees
    return { ...left, file: rebuilt.file, addressed: null, remark: `${where} ${file}: ${rebuilt.remark}` }
  }
  if (list === null)
    throw new SiteFault(
      `the branch ${branch} has ${[...path, taken].join('/')}, and no ${RUNS_FILE} beside it: something else put it there`,
      'set path to a directory of its own, or branch to another one',
    )
  throw new SiteFault(
    `${where} ${file}, and no directory beside it describes a report`,
    `restore ${RUNS_FILE} from an earlier commit, or delete what is published there to start over`,
  )
}

/** For a complete list: drops unused apps, and all stable addresses, which are then written anew. */
const onlyNamed = <T extends Pick<SiteTree, 'app'>>(trees: T, { runs }: RunsFile) => ({
  ...trees,
  app: new Map([...trees.app].filter(([version]) => runs.some(({ app }) => app === version))),
  latest: EMPTY,
  pr: EMPTY,
})

/** Drops listed reports whose directory somebody has deleted: opening or comparing them would fail. */
function withoutGone(file: RunsFile, runs: Tree, where: string): Pick<SiteTree, 'file' | 'remark'> {
  const gone = file.runs.filter(({ path }) => !runs.has(path.replace('runs/', ''))).map(({ path }) => path)
  if (gone.length === 0) return { file, remark: null }
  return {
    file: { ...file, runs: file.runs.filter(({ path }) => !gone.includes(path)) },
    remark: `${where} listed reports that no longer exist; they are no longer listed: ${pathsInWords(gone)}`,
  }
}

/** The list, or a phrase that says how it is damaged. Throws SiteFault for a newer version. */
function parseOrWhy(text: string, where: string): RunsFile | string {
  try {
    return parseRunsFile(text, where)
  } catch (error) {
    if (error instanceof DamagedList) return `is damaged (${error.message})`
    throw error
  }
}

async function readTree(git: Git, entry: Entry, what: string): Promise<Tree> {
  if (entry.mode !== TREE)
    throw new SiteFault(
      `${what} is not a directory`,
      'set path to a directory of its own, or branch to another one',
    )
  const [content] = await fetchContents(git, [entry])
  return parseTree(content ?? Buffer.alloc(0))
}

/** Files and texts → blobs; each is written once, however often the push is retried. */
export class Blobs {
  private readonly git: Git
  private readonly entries = new Map<SiteFile | string, Entry>()

  constructor(git: Git) {
    this.git = git
  }

  /** Writes those that are not written yet; from then on `of` knows them. */
  async write(contents: readonly (SiteFile | string)[]): Promise<void> {
    const missing = [...new Set(contents)].filter((each) => !this.entries.has(each))
    const directory = join(this.git.directory, 'texts')
    mkdirSync(directory, { recursive: true })
    const paths = missing.map((each, i) => {
      if (typeof each !== 'string') return each.path
      const path = join(directory, String(i))
      writeFileSync(path, each)
      return path
    })
    const entries = await writeFiles(this.git, paths)
    for (const [i, each] of missing.entries()) this.entries.set(each, entries[i])
  }

  of(content: SiteFile | string): Entry {
    const entry = this.entries.get(content)
    if (entry === undefined) throw new Error('a blob was not written')
    return entry
  }
}

/** Writes the branch's next tree and returns its id. `isOwn`: the branch began with a commit of ours. */
export async function writeSite(
  git: Git,
  blobs: Blobs,
  before: SiteTree,
  { path, isOwn }: { readonly path: readonly string[]; readonly isOwn: boolean },
  { file }: Pick<Plan, 'file'>,
  contents: Contents,
  own: string,
): Promise<string> {
  const there = directoriesIn(before)
  const isKnown = before.addressed !== null
  const listed = before.addressed ?? before.file
  const changed = changedPages(listed, file, (name) => isKnown && there.get(name)?.mode === TREE)
  const list = printRunsFile(file)
  // lets `rebuildList` restore a lost list
  const ownList = printRunsFile({ ...file, runs: file.runs.filter((run) => run.path === own) })
  const texts = [contents.index, list, ownList, '', ...changed.pages.values()]
  await blobs.write([...contents.run, ...contents.app, ...texts])
  const directory = (files: readonly SiteFile[]): NewTree =>
    nested(files.map((each) => [each.name, blobs.of(each)]))

  // keep what no list has named: a directory missing from a rebuilt list may need its app
  const goneOf = (keyOf: (run: SiteRun) => string): Set<string> => {
    const kept = new Set(file.runs.map(keyOf))
    return new Set((listed?.runs ?? []).map(keyOf).filter((key) => !kept.has(key)))
  }
  const goneApps = goneOf(({ app }) => app)
  const goneRuns = goneOf((run) => run.path)
  const site = new Map<string, Entry | NewTree>([
    ...[...(before.levels[path.length] ?? EMPTY)].filter(([name]) => !['latest', 'pr'].includes(name)),
    ['index.html', blobs.of(contents.index)],
    [RUNS_FILE, blobs.of(list)],
    [
      'app',
      new Map<string, Entry | NewTree>([
        ...[...before.app].filter(([version]) => !goneApps.has(version)),
        [contents.appVersion, directory(contents.app)],
      ]),
    ],
    [
      'runs',
      new Map<string, Entry | NewTree>([
        ...[...before.runs].filter(([name]) => !goneRuns.has(`runs/${name}`)),
        [own.replace('runs/', ''), new Map([...directory(contents.run), [RUNS_FILE, blobs.of(ownList)]])],
      ]),
    ],
    ...nested([
      ...[...there].filter(([name]) => !changed.directories.has(name)),
      ...[...changed.pages].map(([name, text]): [string, Entry] => [name, blobs.of(text)]),
    ]),
  ])
  let root: NewTree = site
  for (const [i, name] of [...path.entries()].toReversed())
    root = new Map<string, Entry | NewTree>([...(before.levels[i] ?? EMPTY), [name, root]])
  // only on our own branch, whose files Jekyll must leave alone; others may have a site that it builds
  if (isOwn) root = new Map<string, Entry | NewTree>([...root, ['.nojekyll', blobs.of('')]])
  return await writeTree(git, root)
}

/** Directories of the stable addresses by path: `latest/unit`, `pr/7`. */
const directoriesIn = ({ latest, pr }: SiteTree): Tree =>
  new Map(
    Object.entries({ latest, pr }).flatMap(([kind, tree]) =>
      [...tree].map(([name, entry]): [string, Entry] => [`${kind}/${name}`, entry]),
    ),
  )

/** Paths such as `a/b` → nested trees. */
function nested(entries: readonly (readonly [string, Entry])[]): NewTree {
  const root = new Map<string, Entry | NewTree>()
  for (const [path, entry] of entries) {
    const names = path.split('/')
    let tree = root
    for (const name of names.slice(0, -1)) {
      const inner = tree.get(name)
      const next = inner !== undefined && isTree(inner) ? inner : new Map<string, Entry | NewTree>()
      tree.set(name, next)
      tree = next as Map<string, Entry | NewTree>
    }
    tree.set(names[names.length - 1], entry)
  }
  return root
}
