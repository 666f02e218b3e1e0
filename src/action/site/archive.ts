/** The tar archive of a Pages deployment, for GNU tar: names `./…`, only directories and plain files. */

import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Pack } from 'tar-stream'

/** `name` is without `./`; the content is a file or a text. */
export type ArchiveFile = { readonly name: string } & (
  | { readonly path: string; readonly size: number }
  | { readonly text: string }
)

/** World-readable, since another user's server reads them. */
const MODES = { file: 0o644, directory: 0o755 } as const

export async function writeArchive(
  path: string,
  files: readonly ArchiveFile[],
  mtime: Date,
  signal: AbortSignal,
): Promise<void> {
  const { pack } = await import('tar-stream')
  const tar = pack()
  const write = async (): Promise<void> => {
    for (const name of directoriesOf(files))
      await addEntry(tar, { name: `./${name}`, type: 'directory', mode: MODES.directory, mtime })
    for (const file of files) {
      const header = { name: `./${file.name}`, mode: MODES.file, mtime }
      if ('text' in file) await addEntry(tar, header, file.text)
      else await addFile(tar, { ...header, size: file.size }, file.path)
    }
    tar.finalize()
  }
  const written = write()
  written.catch((error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))))
  try {
    await Promise.all([written, pipeline(tar, createWriteStream(path), { signal })])
  } catch (error) {
    // after an abort either part may fail first, with an error of its own
    signal.throwIfAborted()
    throw error
  }
}

/** Parents before children, each with a `/` at its end; the root is the empty string. */
function directoriesOf(files: readonly ArchiveFile[]): string[] {
  const found = new Set([''])
  for (const { name } of files)
    for (let end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1))
      found.add(`${name.slice(0, end)}/`)
  return [...found].toSorted()
}

type Header = Parameters<Pack['entry']>[0]

const addEntry = (tar: Pack, header: Header, text = ''): Promise<void> =>
  new Promise((resolve, reject) => {
    tar.entry(header, text, (error) => (error ? reject(error) : resolve()))
  })

/** tar-stream reports an error if the file's size has changed since `header` was made. */
async function addFile(tar: Pack, header: Header, path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const entry = tar.entry(header, (error) => (error ? reject(error) : resolve()))
    pipeline(createReadStream(path), entry).catch(reject)
  })
}
