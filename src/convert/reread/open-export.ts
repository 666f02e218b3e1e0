/** Opens an export of this program, possibly made by another job, as a source of runs. */

import { createWriteStream, lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Staging } from '../../export/staging.ts'
import { WARNING_KINDS, type Warning } from '../../format/exported.ts'
import { CONFIG_FILE, mayBeOfExport } from '../../format/file-names.ts'
import { formatCount, plural } from '../../words/number.ts'
import { cut } from '../../words/text.ts'
import { plainMessage } from '../error-text.ts'
import type { ReadLimits } from '../input.ts'
import { sizeText } from '../size.ts'
import { parseJson } from './parse-json.ts'
import { type RereadBudget, streamOf } from './stream.ts'

export interface RereadRun {
  /** The stream that was rebuilt from the run's files. */
  readonly path: string
  /** The run's name in the export. */
  readonly name: string
  /** Warnings of the exporter about damage that the rebuilt stream does not contain. */
  readonly warnings: readonly Warning[]
}

/**
 * Limits of what is read, for it may come from anybody; hardly any export exceeds them. A config.json of 64 MiB
 * lists some 200,000 tests that failed or were skipped.
 */
const MOST_CONFIG = 64 << 20
const MOST_RUNS = 10_000
const MOST_WARNINGS = 100
const MOST_NAMES = 100

/**
 * Opens the export whose `config.json` is in `directory`. Throws if it is no export. `budget`: for all exports, what
 * their files may decompress to, and the streams that are rebuilt from them; what a bad one took is given back.
 */
export async function openExport(
  directory: string,
  staging: Staging,
  limits: ReadLimits,
  budget: RereadBudget,
): Promise<RereadRun[]> {
  const runs = readConfig(join(directory, CONFIG_FILE))
  const made: string[] = []
  try {
    return await budget.files.orGiveBack(() =>
      budget.streams.orGiveBack(async () => {
        const opened: RereadRun[] = []
        for (const run of runs) {
          made.push(`reread-${crypto.randomUUID()}`)
          opened.push(await rebuild(run, directory, staging.scratch(made[made.length - 1]), limits, budget))
        }
        return opened
      }),
    )
  } catch (error) {
    for (const name of made) staging.drop(name)
    throw error
  }
}

async function rebuild(
  { name, raw, details, warnings }: RunEntry,
  directory: string,
  path: string,
  limits: ReadLimits,
  budget: RereadBudget,
): Promise<RereadRun> {
  const packets = streamOf({ raw: join(directory, raw), details: join(directory, details) }, limits, budget)
  const fault = await pipeline(Readable.from(packets), createWriteStream(path), {
    signal: limits.signal,
  }).then(
    () => null,
    (error: unknown) => error,
  )
  if (fault !== null) {
    limits.signal?.throwIfAborted()
    // no cause: `plainMessage` would replace this message by the words for a system error
    throw new Error(`the export of ${name} cannot be read: ${plainMessage(fault)}`)
  }
  return { path, name, warnings }
}

interface RunEntry {
  readonly name: string
  readonly raw: string
  readonly details: string
  readonly warnings: readonly Warning[]
}

function readConfig(path: string): RunEntry[] {
  const file = lstatSync(path, { throwIfNoEntry: false })
  if (!file?.isFile()) throw new Error('there is no config.json of an export in it')
  if (file.size > MOST_CONFIG)
    throw new Error(`its config.json is larger than ${sizeText(MOST_CONFIG)}, the most that is read`)
  const config = parse(readFileSync(path, 'utf8'))
  if (!Array.isArray(config)) throw new Error('its config.json lists no runs')
  if (config.length > MOST_RUNS)
    throw new Error(
      `its config.json lists ${plural(config.length, 'run')}; at most ${formatCount(MOST_RUNS)} are read`,
    )
  const named = new Set<string>()
  return config.map((entry: unknown) => {
    const { name, raw, details, warnings } = (entry ?? {}) as Record<string, unknown>
    if (!isDataFile(raw) || !isDataFile(details))
      throw new Error('its config.json names a file that no export has')
    // else a small file could become thousands of runs
    if (named.has(raw) || named.has(details) || raw === details)
      throw new Error(`its config.json names ${cut(named.has(raw) ? raw : details, 100)} twice`)
    named.add(raw).add(details)
    return {
      name: typeof name === 'string' ? cut(name, 300) : 'a run',
      raw,
      details,
      warnings: warningsOf(warnings),
    }
  })
}

function parse(text: string): unknown {
  try {
    return (parseJson(text) as { tempest?: unknown } | null)?.tempest
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new Error('its config.json is not JSON', { cause })
    throw new Error(`its config.json cannot be read: ${(cause as Error).message}`, { cause })
  }
}

/** Accepts a plain file name, not a path. */
const isDataFile = (name: unknown): name is string => typeof name === 'string' && mayBeOfExport(name)

const nameOf = (name: unknown): string[] => (typeof name === 'string' ? [cut(name, 500)] : [])

function warningsOf(value: unknown): Warning[] {
  if (!Array.isArray(value)) return []
  return value.slice(0, MOST_WARNINGS).flatMap((each: unknown) => {
    const { kind, message, names, ...others } = (each ?? {}) as Record<string, unknown>
    if (typeof kind !== 'string') return []
    const known = WARNING_KINDS.find((one) => one === kind)
    // reading the rebuilt stream produces these again
    if (known === 'unfinished' || known === 'unordered') return []
    const text = typeof message === 'string' ? cut(message, 1000) : cut(kind, 100)
    return [
      {
        // one that a later version has added may say that results are missing
        kind: known ?? 'unreadable',
        message: known === undefined ? `${text} (a warning that only a newer version understands)` : text,
        ...numbersOf(others),
        ...(Array.isArray(names) && { names: names.slice(0, MOST_NAMES).flatMap(nameOf) }),
      },
    ]
  })
}

/** Summary and verdict add them up: one below zero would hide others. */
const numbersOf = (found: Record<string, unknown>): Partial<Warning> =>
  Object.fromEntries(
    (['offset', 'bytes', 'count', 'missing'] as const)
      .filter((key) => Number.isSafeInteger(found[key]) && Number(found[key]) >= 0)
      .map((key) => [key, found[key]]),
  )
