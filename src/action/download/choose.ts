/** Lists a workflow run's artifacts and selects those that are wanted. */

import { formatCount } from '../../words/number.ts'
import { at } from '../../workflow.ts'
import type { GitHub } from '../github/client.ts'
import * as log from '../log.ts'

export interface RemoteArtifact {
  readonly id: number
  readonly name: string
  /** Size of the archive in bytes, as GitHub reports it. */
  readonly size: number
  /** SHA-256, hexadecimal; null if GitHub reports none. */
  readonly digest: string | null
}

/** Pages of 100. GitHub's limits are 500 artifacts per job, and 256 jobs per matrix. */
const PAGES = 100

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
    if (artifacts.length < 100) return found
  }
  log.warning(
    `workflow run ${run} has more artifacts than ${formatCount(PAGES * 100)}: the others are left out`,
  )
  return found
}

/** Sorted by name; of several with the same name the newest, as GitHub itself chooses. */
export function choose(artifacts: readonly RemoteArtifact[], patterns: readonly string[]): RemoteArtifact[] {
  const wanted = artifacts.filter(({ name }) => isWanted(name, patterns))
  const newest = new Map(wanted.toSorted((a, b) => a.id - b.id).map((artifact) => [artifact.name, artifact]))
  return [...newest.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** An HTML artifact is neither data nor an archive: it is selected only by its full name. */
export const isWanted = (name: string, patterns: readonly string[]): boolean =>
  patterns.includes(name) || (!name.endsWith('.html') && patterns.some((pattern) => matches(name, pattern)))

export const isPattern = (text: string): boolean => text.includes('*')

/** `*` matches any characters. Compared piece by piece, not by a regular expression: names are anybody's. */
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
