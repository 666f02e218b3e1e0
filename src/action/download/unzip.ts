/**
 * An artifact's archive → the data files in it. It may come from a job that ran anybody's code: names must be
 * those of an export's files, and entries and bytes are counted as they come.
 */

import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Entry, ZipFile } from 'yauzl'
import type { Budget } from '../../convert/budget.ts'
import { sizeText } from '../../convert/size.ts'
import { CONFIG_FILE, isDerivedFile, mayBeOfExport, RESULTS_FILE } from '../../format/file-names.ts'
import { formatCount } from '../../words/number.ts'
import { messageOf } from '../error-text.ts'

/** Most entries of an archive, whatever its own count says: an export has six files for each of up to 10,000 runs. */
const MOST_ENTRIES = 65_000

/** The name of a data file that is read, which a site has in `data`; null for another entry. */
function dataFile(entry: string): string | null {
  const name = entry.replace(/^data\//, '')
  const isRead =
    name === RESULTS_FILE || name === CONFIG_FILE || (mayBeOfExport(name) && !isDerivedFile(name))
  return isRead ? name : null
}

/** The archive is not an export, as is normal for other artifacts; of exports, only broken or huge ones. */
export class NoExportError extends Error {}

/** Returns the names of the files in `directory`. `budget`: bytes that all archives may decompress to together. */
export async function unzip(
  archive: string,
  directory: string,
  budget: Budget,
  signal: AbortSignal,
): Promise<string[]> {
  const zip = await open(archive)
  mkdirSync(directory, { recursive: true })
  try {
    if (zip.entryCount > MOST_ENTRIES) throw tooMany()
    return await extract(zip, directory, budget, signal)
  } finally {
    zip.close()
  }
}

async function open(archive: string): Promise<ZipFile> {
  // loaded here: a step that downloads nothing needs no zip reader
  const { openPromise } = await import('yauzl')
  try {
    return await openPromise(archive, { lazyEntries: true, autoClose: false, strictFileNames: true })
  } catch (cause) {
    throw new NoExportError(`it is not a zip archive: ${messageOf(cause)}`, { cause })
  }
}

async function extract(
  zip: ZipFile,
  directory: string,
  budget: Budget,
  signal: AbortSignal,
): Promise<string[]> {
  const names: string[] = []
  let entries = 0
  for await (const entry of zip.eachEntry()) {
    if (++entries > MOST_ENTRIES) throw tooMany()
    const name = dataFile(entry.fileName)
    if (name === null || !isPlain(entry)) continue
    const counter = new Transform({
      transform(chunk: Buffer, _, done) {
        done(budget.take(chunk.length) ? null : tooLarge(budget), chunk)
      },
    })
    // `wx` fails for a second entry of the same name, and where a link already exists
    await pipeline(
      await zip.openReadStreamPromise(entry),
      counter,
      createWriteStream(join(directory, name), { flags: 'wx' }),
      { signal },
    )
    names.push(name)
  }
  return names.toSorted()
}

/** A file, not a link or a device, and not encrypted. */
function isPlain(entry: Entry): boolean {
  const kind = (entry.externalFileAttributes >>> 16) & 0o170000
  return (kind === 0 || kind === 0o100000) && !entry.isEncrypted()
}

const tooLarge = ({ limit }: Budget): Error =>
  new Error(
    `with the other artifacts, it decompresses to more than ${sizeText(limit)}, the limit: if you trust them, raise the limit (input max-decompressed)`,
  )

const tooMany = (): Error =>
  new NoExportError(`it has more than ${formatCount(MOST_ENTRIES)} files, the most that are read`)
