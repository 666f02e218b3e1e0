/** Reads and writes git objects, many at a time. */

import { createHash } from 'node:crypto'
import type { Git } from './git.ts'

export interface Entry {
  /** As in a tree object: `100644`, `40000`, … */
  readonly mode: string
  readonly id: string
}

/** Entries by name, in latin1. */
export type Tree = ReadonlyMap<string, Entry>

/** A tree to be written: existing objects as entries, new trees as maps. */
export type NewTree = ReadonlyMap<string, Entry | NewTree>

export const TREE = '40000'
const FILE = '100644'

/** Contents of local objects, in order; `<commit>^{tree}` is a commit's tree. Throws if one is missing. */
export async function readObjects(git: Git, ids: readonly string[]): Promise<Buffer[]> {
  const output = await git.run(['cat-file', '--batch'], ids.map((id) => `${id}\n`).join(''))
  const contents: Buffer[] = []
  let at = 0
  for (const id of ids) {
    const end = output.indexOf('\n', at)
    const [, , size] = output.subarray(at, end).toString().split(' ')
    if (size === undefined) throw new Error(`object ${id} was not fetched`)
    at = end + 1 + Number(size)
    contents.push(output.subarray(end + 1, at))
    at += 1
  }
  return contents
}

/** Like readObjects, but first fetches all entries in one go; null where there is no entry. */
export async function fetchContents(
  git: Git,
  entries: readonly (Entry | undefined)[],
): Promise<(Buffer | null)[]> {
  const ids = entries.flatMap((entry) => entry?.id ?? [])
  await git.fetchObjects(ids)
  const contents = new Map((await readObjects(git, ids)).map((content, i) => [ids[i], content]))
  return entries.map((entry) => contents.get(entry?.id ?? '') ?? null)
}

/** Parses a tree object, a sequence of `<mode> <name>\0<20 bytes>`. */
export function parseTree(content: Buffer): Tree {
  const entries = new Map<string, Entry>()
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(' ', at)
    const end = content.indexOf(0, space)
    const mode = content.subarray(at, space).toString()
    // latin1, since names are bytes: one that is not UTF-8 must be written back unchanged
    const name = content.subarray(space + 1, end).toString('latin1')
    at = end + 1 + 20
    entries.set(name, { mode, id: content.subarray(end + 1, at).toString('hex') })
  }
  return entries
}

/** Writes files as blobs; their entries, in the same order. */
export async function writeFiles(git: Git, paths: readonly string[]): Promise<Entry[]> {
  if (paths.length === 0) return []
  const lines = paths.map((path) => `${path}\n`).join('')
  const ids = await git.text(['hash-object', '-w', '--no-filters', '--stdin-paths'], lines)
  return ids.split('\n').map((id) => ({ mode: FILE, id }))
}

/** Writes a tree; its id. Ids are content hashes, so one call of git writes all trees, inner ones first. */
export async function writeTree(git: Git, tree: NewTree): Promise<string> {
  const listings = new Map<string, string>()
  const id = list(tree, listings)
  const input = [...listings.values()].join('\0')
  await git.run(['mktree', '-z', '--missing', '--batch'], Buffer.from(input, 'latin1'))
  return id
}

/** The tree's id. Adds the input of `mktree` for the tree and those below it to `listings`. */
function list(tree: NewTree, listings: Map<string, string>): string {
  const entries = [...tree]
    .map(([name, child]) => {
      const { mode, id } = isTree(child) ? { mode: TREE, id: list(child, listings) } : child
      return { mode, id, name, order: mode === TREE ? `${name}/` : name }
    })
    .toSorted((a, b) => (a.order < b.order ? -1 : 1)) // by bytes, since each latin1 character is one
  const content = Buffer.concat(
    entries.flatMap(({ mode, name, id }) => [
      Buffer.from(`${mode} ${name}\0`, 'latin1'),
      Buffer.from(id, 'hex'),
    ]),
  )
  const id = createHash('sha1').update(`tree ${content.length}\0`).update(content).digest('hex')
  const lines = entries.map(
    ({ mode, name, id: child }) => `${mode.padStart(6, '0')} ${kindOf(mode)} ${child}\t${name}\0`,
  )
  listings.set(id, lines.join(''))
  return id
}

const kindOf = (mode: string): string => (mode === TREE ? 'tree' : mode === '160000' ? 'commit' : 'blob')

export const isTree = (child: Entry | NewTree): child is NewTree => child instanceof Map
