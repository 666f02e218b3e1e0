import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { ConvertOptions, Problem, Source } from '../convert.ts'
import { sourceNames } from '../export/names.ts'
import type { Staging } from '../export/staging.ts'
import { openRepository } from '../stestr/repository.ts'

/** One stream to read. */
export interface RunInput {
  /** As errors name it: the path as it was given. */
  readonly input: string
  /** The file to read. */
  readonly path: string
  /** Its directory, by which its dstat log is chosen. */
  readonly directory: string
  /** The source's name, fit for file names. */
  readonly source: string
  /** Index within its source. */
  readonly id: number
  /** Runs that its source has. */
  readonly siblings: number
  /** What a person reads. */
  readonly title: string
}

/** A source's runs, before the sources have their names. */
interface OpenSource {
  /** What the name is made of; it need not exist. */
  readonly path: string
  readonly directory: string
  readonly runs: readonly { readonly input: string; readonly path: string; readonly run?: number }[]
  readonly title: (name: string, run?: number) => string
}

/** Opens all sources; one that cannot be opened is a problem, and the others go on. */
export async function openSources(
  options: ConvertOptions,
  staging: Staging,
  problems: Problem[],
): Promise<RunInput[]> {
  const opened: OpenSource[] = []
  for (const source of options.sources) {
    try {
      opened.push(await openSource(source, options, staging))
    } catch (error) {
      options.signal?.throwIfAborted()
      problems.push({ kind: 'tests', input: inputName(source), message: messageOf(error) })
    }
  }
  const names = sourceNames(opened.map(({ path }) => path))
  return opened.flatMap(({ runs, directory, title }, i) =>
    runs.map(({ input, path, run }, id) => ({
      input,
      path,
      directory,
      source: names[i],
      id,
      siblings: runs.length,
      title: title(names[i], run),
    })),
  )
}

async function openSource(
  source: Source,
  { last, signal }: ConvertOptions,
  staging: Staging,
): Promise<OpenSource> {
  if (source.kind === 'repository') return openRepositorySource(source.path, last ?? false)
  if (source.kind === 'stdin') {
    const path = await spool(source.stream, staging.scratch('stdin'), signal)
    return {
      path: 'stdin',
      directory: process.cwd(),
      runs: [{ input: 'standard input', path }],
      title: () => 'Subunit Stream (stdin)',
    }
  }
  const absolute = resolve(source.path)
  const path = (await isPipe(absolute))
    ? await spool(createReadStream(absolute), staging.scratch(`pipe-${crypto.randomUUID()}`), signal)
    : absolute
  return {
    path: absolute,
    directory: dirname(absolute),
    runs: [{ input: source.path, path }],
    title: (name) => `Subunit File: ${name}`,
  }
}

/** Copies a stream to a file: which protocol it is can take all of it to tell, so it is read twice. */
async function spool(
  stream: AsyncIterable<Uint8Array>,
  path: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  await pipeline(stream, createWriteStream(path), { signal })
  return path
}

/** Whether it can be read once only, like the `/dev/fd/63` of a shell's `<(…)`. */
async function isPipe(path: string): Promise<boolean> {
  const info = await stat(path)
  return !info.isFile() && !info.isDirectory()
}

async function openRepositorySource(path: string, last: boolean): Promise<OpenSource> {
  const { directory, runs } = await openRepository(path)
  if (runs.length === 0) throw new Error('the repository has no runs yet; run the tests with stestr first')
  return {
    path: directory,
    directory,
    runs: (last ? runs.slice(-1) : runs).map((run) => ({ input: run.path, ...run })),
    title: (name, run) => `Repository: ${name} (${run})`,
  }
}

const inputName = (source: Source): string => (source.kind === 'stdin' ? 'standard input' : source.path)

/** An error in one line, with the system's words made plain. */
export function messageOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'no such file or directory; check the path'
  if (code === 'EACCES') return 'permission denied; make it readable for this user'
  if (code === 'EISDIR')
    return 'is a directory, not a file; a stestr repository is given by --repository (input repository)'
  return (message ?? String(error)).replaceAll(/\s+/g, ' ')
}
