/** Artifacts → archives → directories. */

import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { Budget } from '../../convert/budget.ts'
import type { TitledLog } from '../../convert/types.ts'
import { CONFIG_FILE, isLogFile, RESULTS_FILE } from '../../format/file-names.ts'
import { isDataName } from '../artifact-name.ts'
import { messageOf } from '../error-text.ts'
import type { GitHub } from '../github/client.ts'
import * as log from '../log.ts'
import { removeScratch } from '../remove-scratch.ts'
import type { RemoteArtifact } from './choose.ts'
import { fetchArchive } from './fetch-archive.ts'
import { readTold, type Told } from './told.ts'
import { NoExportError, unzip } from './unzip.ts'

/** One artifact on disk. */
export interface Arrived extends Told {
  readonly title: string
  readonly directory: string
  readonly logs: readonly TitledLog[]
  /** Whether it has `config.json`, which names all other files. */
  readonly isExport: boolean
}

/** An artifact that exists and could not be read. */
interface Unreadable {
  readonly title: string
  readonly why: string
}

export interface Fetched {
  readonly arrived: readonly Arrived[]
  readonly unreadable: readonly Unreadable[]
}

/** Archives that are on their way at once: of the data of 200 legs, nearly all time is spent waiting for answers. */
const AT_ONCE = 4

/** Directories below a new one in `scratch`. Other artifacts that patterns match are skipped with a warning. */
export async function fetchAll(
  github: GitHub,
  artifacts: readonly RemoteArtifact[],
  { patterns, scratch, budget }: { patterns: readonly string[]; scratch: string; budget: Budget },
): Promise<Fetched> {
  const root = mkdtempSync(join(scratch, 'stackviz-download-'))
  const [arrived, unreadable]: [Arrived[], Unreadable[]] = [[], []]
  const begun: Promise<Archive>[] = []
  for (const [i, artifact] of artifacts.entries()) {
    let size = artifacts.slice(i, begun.length).reduce((sum, one) => sum + one.size, 0)
    for (const next of artifacts.slice(begun.length, i + AT_ONCE)) {
      size += next.size
      // they are not to fill the disk together
      if (begun.length > i && size > budget.limit) break
      begun.push(begin(github, next, join(root, `${begun.length}.zip`), budget))
    }
    try {
      const each = await unpack(artifact, await begun[i], join(root, String(i)), budget, github.signal)
      // other tools may use such names, too
      if (each.isExport || patterns.includes(artifact.name)) arrived.push(each)
      else log.warning(`${artifact.name} is skipped: it has no config.json, so it is not a report's data`)
    } catch (error) {
      const why = messageOf(error).split('\n')[0]
      if (error instanceof NoExportError && !patterns.includes(artifact.name) && !isDataName(artifact.name))
        log.warning(`${artifact.name} is skipped: ${why}`)
      else unreadable.push({ title: artifact.name, why })
    }
  }
  return { arrived, unreadable }
}

interface Archive {
  readonly path: string
  /** Why it could not be fetched; null if it was. */
  readonly fault: unknown
}

/** Never rejects: nobody may be waiting for it yet. */
async function begin(
  github: GitHub,
  artifact: RemoteArtifact,
  path: string,
  budget: Budget,
): Promise<Archive> {
  try {
    await fetchArchive(github, artifact, path, budget.limit)
    return { path, fault: null }
  } catch (fault) {
    return { path, fault }
  }
}

/** Removes the archive in any case. */
async function unpack(
  artifact: RemoteArtifact,
  { path, fault }: Archive,
  directory: string,
  budget: Budget,
  signal: AbortSignal,
): Promise<Arrived> {
  try {
    if (fault !== null) throw fault
    const names = await budget.orGiveBack(() => unzip(path, directory, budget, signal))
    log.info(`downloaded ${artifact.name}`)
    const logs = names
      .filter(isLogFile)
      .map((name) => ({ path: join(directory, name), title: `${artifact.name}: ${name}` }))
    return {
      title: artifact.name,
      directory,
      logs,
      isExport: names.includes(CONFIG_FILE),
      ...readTold(join(directory, RESULTS_FILE), artifact.name),
    }
  } catch (error) {
    removeScratch(directory)
    throw error
  } finally {
    removeScratch(path)
  }
}
