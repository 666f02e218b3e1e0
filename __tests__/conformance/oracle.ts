/** Correct answers from the reference libraries, through `oracle.py` and `gen.py` in this directory. */

import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RawTest, Stats } from '../../src/format/exported.ts'
import type { Exported } from '../helpers/exported.ts'

/** Debian's Python, which has the libraries. */
export const PYTHON = '/usr/bin/python3'

export interface Answer {
  readonly raw: readonly RawTest[]
  readonly details: unknown
  readonly tree: unknown
  readonly stats: Stats
  /** Number of good packets; if it is 0 although the input is not empty, an error is expected. */
  readonly packets: number
}

export interface Case {
  readonly name: string
  readonly stream: Buffer
  readonly answer: Answer
}

/** Whether the reference libraries are installed. */
export function oracleIsThere(): boolean {
  return spawnSync(PYTHON, ['-c', 'import subunit, testtools, stestr']).status === 0
}

/** Lets `gen.py` write streams, and yields those for which the libraries have an answer. */
export function* generate(directory: string, ...options: readonly string[]): Generator<Case> {
  execFileSync(PYTHON, [join(import.meta.dirname, 'gen.py'), directory, ...options])
  for (const file of readdirSync(directory).sort()) {
    const path = join(directory, file)
    const answer = ask(path, file.startsWith('v1_'))
    if (answer !== null) yield { name: file.replace(/\.subunit$/, ''), stream: readFileSync(path), answer }
  }
}

function ask(path: string, v1: boolean): Answer | null {
  const args = [join(import.meta.dirname, 'oracle.py'), ...(v1 ? ['--v1'] : []), path]
  const { status, stdout, stderr } = spawnSync(PYTHON, args, { encoding: 'utf8', maxBuffer: 1 << 30 })
  if (status === 3) return null
  if (status !== 0) throw new Error(`oracle.py ${path}: ${stderr}`)
  return JSON.parse(stdout) as Answer
}

/** The oracle's answer in the form of `asAnswer`. */
export function expected({ raw, details, tree, stats }: Answer): unknown {
  return { raw: withSortedTags(raw), details, tree, stats }
}

/** An export in a form that equals `expected(answer)` if both agree. */
export function asAnswer({ raw, details, tree, stats }: Exported, answer: Answer): unknown {
  // the oracle sums binary fractions one by one, with a rounding error of up to this; our sum is exact
  const magnitude = raw.reduce((sum, { duration }) => sum + Math.abs(duration ?? 0), 0)
  const total = answer.stats.total_duration
  const alike = Math.abs(stats.total_duration - total) <= Number.EPSILON * stats.count * magnitude
  const comparable = { ...stats, total_duration: alike ? total : stats.total_duration }
  return { raw: withSortedTags(raw), details, tree, stats: comparable }
}

const withSortedTags = (raw: readonly RawTest[]): RawTest[] =>
  raw.map((test) => ({ ...test, tags: [...test.tags].sort() }))
