/** Runs programs and measures their CPU time and memory. */

import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { devNull } from 'node:os'
import { join } from 'node:path'

/** A program to measure. */
export interface Series {
  readonly name: string
  readonly command: readonly string[]
  /** The file for its standard input. */
  readonly stdin?: string
  readonly cwd?: string
  /** Exit statuses of success; 0 by default. */
  readonly exits?: readonly number[]
  /** A program of others, which may be missing or fail on the input. */
  readonly peer?: boolean
}

/** The measurements of one run. */
export interface Sample {
  /** Seconds of user and system time, over all threads. */
  readonly cpu: number
  /** Peak of resident memory in bytes. */
  readonly peak: number
}

/** A peer is missing, or failed on the input; the message says which. */
export class Missing extends Error {}

const RUSAGE = join(import.meta.dirname, 'rusage.py')

/** Runs a program once. `out`, where it writes, is emptied before and removed afterwards. */
export function measure(series: Series, out: string): Sample {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const { status, cpu, peak, stderr } = run(series)
  rmSync(out, { recursive: true, force: true })
  // a peer's exit status may reflect the tests
  const gaveUp = series.peer ? /^Traceback /m.test(stderr) : !(series.exits ?? [0]).includes(status)
  if (!gaveUp) return { cpu, peak }
  const why = stderr.trim().split('\n').at(-1) ?? ''
  if (series.peer) throw new Missing(`gave up: ${why}`)
  throw new Error(`${series.name} exited with ${status}: ${series.command.join(' ')}\n${why}`)
}

function run({ command, stdin, cwd }: Series): Sample & { status: number; stderr: string } {
  const input = openSync(stdin ?? devNull, 'r')
  const { error, output, stderr } = spawnSync('python3', [RUSAGE, ...command], {
    cwd,
    stdio: [input, 'ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  closeSync(input)
  if (error) throw new Error('bench: python3 is wanted, which measures the programs', { cause: error })
  const [, , , result] = output
  if (!result) throw new Missing(`not there: ${stderr.trim().split('\n').at(-1)}`)
  return { ...(JSON.parse(result) as Sample & { status: number }), stderr }
}

/** Why a peer cannot be run at all; null if it can. */
export function missing(program: string): string | null {
  const { error, status, stderr } = spawnSync(program, ['--help'], { encoding: 'utf8' })
  if (error) return 'not installed'
  return status === 0 ? null : `does not start: ${stderr.trim().split('\n').at(-1)}`
}
