import { dirname, resolve } from 'node:path'
import { shownName, sourceNames } from '../export/names.ts'
import type { Staging } from '../export/staging.ts'
import type { Warning } from '../format/exported.ts'
import { isUnendedRun, NoRunsError, openRepository } from '../stestr/repository.ts'
import { Budget } from './budget.ts'
import { isWriteFault, plainMessage } from './error-text.ts'
import { limitsOf } from './input.ts'
import { openExport } from './reread/open-export.ts'
import type { RereadBudget } from './reread/stream.ts'
import { DEFAULT_MAX_DECOMPRESSED } from './size.ts'
import { rereadable, spool } from './spool.ts'
import type { ConvertOptions, Problem, Source } from './types.ts'

/** One stream to read. */
export interface RunInput {
  /** The name in errors: the path as it was given. */
  readonly input: string
  /** The file to read. */
  readonly path: string
  /** Its directory, which helps to choose its dstat log. */
  readonly directory: string
  /** The source's name, safe in file names. */
  readonly source: string
  /** Index of the run within its source. */
  readonly id: number
  /** Number of runs of its source. */
  readonly siblings: number
  /** Whether it is a run of a repository. */
  readonly isOfRepository: boolean
  /** Null for an older run of a repository, and for what another job exported. */
  readonly newestOf: 'repository' | 'stream' | null
  /** The title to show. */
  readonly title: string
  /** The directories into which `path` may lead, if it is a link; null for any. */
  readonly roots: readonly string[] | null
  /** Warnings known before the stream is read, such as those of an earlier export of it. */
  readonly warnings: readonly Warning[]
}

/** A source's runs, before names are assigned to the sources. */
interface OpenSource {
  /** The path that the name is derived from; it need not exist. */
  readonly path: string
  readonly directory: string
  /** Of a repository, which one of its directory it is. */
  readonly repository?: string | null
  readonly runs: readonly OpenRun[]
  readonly title: (name: string, run: OpenRun) => string
  /** Messages for the user. */
  readonly notices?: readonly string[]
  readonly roots?: readonly string[] | null
}

interface OpenRun {
  readonly input: string
  readonly path: string
  readonly run?: number
  readonly isOfRepository?: boolean
  readonly newestOf?: 'repository' | 'stream'
  /** The run's name, if it comes from an earlier export. */
  readonly name?: string
  readonly warnings?: readonly Warning[]
}

/** Opens all sources; one that cannot be opened becomes a problem, and the others go on. */
export async function openSources(
  options: ConvertOptions,
  staging: Staging,
  problems: Problem[],
  notices: string[],
): Promise<RunInput[]> {
  const opened: OpenSource[] = []
  const unasked: Problem[] = []
  const { maxDecompressed = DEFAULT_MAX_DECOMPRESSED } = options
  const budget = { files: new Budget(maxDecompressed), streams: new Budget(maxDecompressed) }
  for (const source of options.sources) {
    try {
      const one = await openSource(source, options, staging, budget)
      opened.push(one)
      for (const notice of one.notices ?? []) notices.push(`${inputName(source)}: ${notice}`)
    } catch (error) {
      options.signal?.throwIfAborted()
      if (isWriteFault(error, staging)) throw error
      const isUnasked = source.kind === 'repository' && source.unasked && error instanceof NoRunsError
      const kept = isUnasked ? unasked : problems
      kept.push({ kind: 'tests', input: inputName(source), message: plainMessage(error) })
    }
  }
  if (opened.length === 0) problems.push(...unasked)
  else notices.push(...unasked.map(({ input, message }) => `${input}: ${message}`))
  const paths = namedPaths(opened)
  const names = sourceNames(paths)
  return opened.flatMap(({ runs, directory, title, roots = null }, i) =>
    runs.map((run, id) => ({
      input: run.input,
      path: run.path,
      directory,
      source: names[i],
      id,
      siblings: runs.length,
      isOfRepository: run.isOfRepository ?? false,
      newestOf: run.newestOf ?? null,
      title: title(shownName(paths[i], names[i]), run),
      roots,
      warnings: run.warnings ?? [],
    })),
  )
}

/** The paths that names are derived from: two repositories of one directory are told apart by what they are. */
function namedPaths(opened: readonly OpenSource[]): string[] {
  const kinds = new Map<string, Set<string>>()
  for (const { path, repository } of opened) {
    if (repository) kinds.set(path, (kinds.get(path) ?? new Set()).add(repository))
  }
  return opened.map(({ path, repository }) =>
    repository && (kinds.get(path)?.size ?? 0) > 1 ? `${path}-${repository}` : path,
  )
}

/** What a shell puts in the place of `<(…)`; the number is another one each time, and names nothing. */
const DESCRIPTOR = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/

async function openSource(
  source: Source,
  options: ConvertOptions,
  staging: Staging,
  budget: RereadBudget,
): Promise<OpenSource> {
  const { last, signal } = options
  if (source.kind === 'export') {
    const runs = await openExport(source.path, staging, limitsOf(options), budget)
    return {
      path: source.title,
      directory: resolve(source.path),
      runs: runs.map((run) => ({ input: source.title, ...run })),
      title: (_, { name }) => `${source.title}: ${name ?? ''}`,
    }
  }
  if (source.kind === 'repository') return openRepositorySource(source, last ?? false)
  if (source.kind === 'stdin') {
    const path = await spool(source.stream, 'stream', staging, signal)
    return {
      path: 'stdin',
      directory: process.cwd(),
      runs: [{ input: 'standard input', path }],
      title: () => 'Subunit Stream (stdin)',
    }
  }
  const absolute = resolve(source.path)
  const path = await rereadable(absolute, 'stream', staging, signal)
  const [, descriptor] = DESCRIPTOR.exec(absolute) ?? []
  if (descriptor !== undefined)
    return {
      path: descriptor === '0' ? 'stdin' : 'pipe',
      directory: process.cwd(),
      runs: [{ input: source.path, path }],
      title: (name) => `Subunit Stream (${name})`,
    }
  return {
    path: absolute,
    directory: dirname(absolute),
    runs: [
      { input: source.path, path, newestOf: 'stream', warnings: isUnendedRun(absolute) ? [KILLED] : [] },
    ],
    title: (name) => `Subunit File: ${name}`,
  }
}

async function openRepositorySource(
  { path, unended: isWanted, within }: { path: string; unended?: boolean; within?: string },
  last: boolean,
): Promise<OpenSource> {
  const { directory, kind, roots, runs: ended, unended, newer } = await openRepository(path, within)
  const isRead = unended !== null && isWanted
  const runs = [...ended, ...(isRead ? [{ path: unended, warnings: [KILLED] }] : [])]
  const newest = runs.at(-1)
  const left = unended === null || isRead ? null : unendedWords(ended.at(-1)?.run, unended)
  const notices = [left, newer].filter((words) => words !== null)
  if (newest === undefined)
    throw new NoRunsError(
      notices[0] ??
        'the repository has no runs; run the tests with stestr first, and remove its history later (it keeps no run where a test module cannot be imported, and prints why)',
    )
  return {
    path: directory,
    directory,
    repository: kind,
    roots,
    runs: (last ? [newest] : runs).map((run) => ({
      input: run.path,
      ...run,
      isOfRepository: true,
      ...(run === newest ? { newestOf: 'repository' } : {}),
    })),
    title: (name, { run }) => `Repository: ${name} (${run ?? 'killed'})`,
    notices,
  }
}

const KILLED: Warning = {
  kind: 'truncated',
  message: 'the run was killed: tests that had not ended by then are missing',
}

/** The notice about an unfinished run: without it, a user would take the previous run for the newest. */
function unendedWords(newest: number | undefined, file: string): string {
  const which = newest === undefined ? 'no run was finished' : `a run after ${newest} was not finished`
  return `${which}; what it wrote is in ${file}, which can be read as a stream (--stream-file, input subunit)`
}

function inputName(source: Source): string {
  if (source.kind === 'export') return source.title
  return source.kind === 'stdin' ? 'standard input' : source.path
}
