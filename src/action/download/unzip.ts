/**
 * An artifact's archive → the data files in it. It may come from a job that ran anybody's code: names
 * are compared with those that an export has, entries and bytes are counted as they come.
 */

import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Entry, ZipFile } from 'yauzl'
import { integer } from '../../convert/words.ts'
import { messageOf } from '../error-text.ts'

/** Of an archive, whatever it says of itself. */
const MOST_ENTRIES = 10_000

const DATA_FILE =
  /^(?:data\/)?(results\.json|config\.json|tempest_[\w.-]{1,240}|dstat_log(?:_\d{1,6})?\.csv(?:\.gz)?)$/

/** What somebody else's artifact may be by its nature, and an export only where it is broken or huge. */
export class NoExportError extends Error {}

/** Files in `directory`, by name. `limit`: bytes that all of them together may inflate to. */
export async function unzip(
  archive: string,
  directory: string,
  limit: number,
  signal: AbortSignal,
): Promise<string[]> {
  const zip = await open(archive)
  mkdirSync(directory, { recursive: true })
  try {
    if (zip.entryCount > MOST_ENTRIES) throw tooMany()
    return await extract(zip, directory, limit, signal)
  } finally {
    zip.close()
  }
}

async function open(archive: string): Promise<ZipFile> {
  // not above: a step that downloads nothing needs no reader of archives
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
  limit: number,
  signal: AbortSignal,
): Promise<string[]> {
  const names: string[] = []
  let [left, entries] = [limit, 0]
  for await (const entry of zip.eachEntry()) {
    if (++entries > MOST_ENTRIES) throw tooMany()
    const name = DATA_FILE.exec(entry.fileName)?.[1]
    if (name === undefined || !isPlain(entry)) continue
    const counter = new Transform({
      transform(chunk: Buffer, _, done) {
        left -= chunk.length
        done(
          left < 0
            ? new Error(
                `it inflates to more than ${integer(limit)} bytes; if you trust it, raise max-decompressed`,
              )
            : null,
          chunk,
        )
      },
    })
    // `wx`: a second entry of one name is an error, and so is a link that stands there
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

const tooMany = (): Error => new NoExportError(`it has more than ${integer(MOST_ENTRIES)} files`)
