/** Which artifacts of a workflow run are wanted. */

import { at } from '../../workflow.ts'
import type { GitHub } from '../github/client.ts'

export interface RemoteArtifact {
  readonly id: number
  readonly name: string
  /** Bytes of the archive, as GitHub says. */
  readonly size: number
  /** SHA-256, hexadecimal; null where GitHub does not tell. */
  readonly digest: string | null
}

/** 500 artifacts a job are the limit, and 256 jobs a matrix's. */
const PAGES = 20

export async function listArtifacts({ call }: GitHub, run: number): Promise<RemoteArtifact[]> {
  const found: RemoteArtifact[] = []
  for (let page = 1; page <= PAGES; page++) {
    const { data } = await call('GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts', {
      run_id: run,
      per_page: 100,
      page,
    })
    const listed = at(data, 'artifacts')
    const artifacts: unknown[] = Array.isArray(listed) ? listed : []
    for (const each of artifacts) {
      const [id, name, size] = [at(each, 'id'), at(each, 'name'), at(each, 'size_in_bytes')]
      if (typeof id !== 'number' || typeof name !== 'string' || at(each, 'expired') === true) continue
      const [, digest] = /^sha256:([\da-f]{64})$/.exec(String(at(each, 'digest'))) ?? []
      found.push({ id, name, size: typeof size === 'number' ? size : 0, digest: digest ?? null })
    }
    if (artifacts.length < 100) break
  }
  return found
}

/** By name, in its order; of several that have one name, GitHub itself gives the newest. */
export function choose(artifacts: readonly RemoteArtifact[], patterns: readonly string[]): RemoteArtifact[] {
  const wanted = artifacts.filter(({ name }) => isWanted(name, patterns))
  const newest = new Map(wanted.toSorted((a, b) => a.id - b.id).map((artifact) => [artifact.name, artifact]))
  return [...newest.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** A page is no data, and no archive either: it is taken only where that is its whole name. */
export const isWanted = (name: string, patterns: readonly string[]): boolean =>
  patterns.includes(name) || (!name.endsWith('.html') && patterns.some((pattern) => matches(name, pattern)))

export const isPattern = (text: string): boolean => text.includes('*')

/** `*` is any letters; a pattern is the user's, a name anybody's: compared piece by piece, without a regular expression. */
export function matches(name: string, pattern: string): boolean {
  const [head, ...pieces] = pattern.split('*')
  const tail = pieces.pop()
  if (tail === undefined) return name === pattern
  if (!name.startsWith(head) || !name.endsWith(tail) || name.length < head.length + tail.length) return false
  let place = head.length
  for (const piece of pieces) {
    place = name.indexOf(piece, place)
    if (place < 0) return false
    place += piece.length
  }
  return place <= name.length - tail.length
}
