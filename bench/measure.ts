/** Runs programs and says what they took. */

import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { devNull } from 'node:os'
import { join } from 'node:path'

/** A program to measure. */
export interface Series {
  readonly name: string
  readonly command: readonly string[]
  /** The file that it reads from standard input. */
  readonly stdin?: string
  readonly cwd?: string
  /** What it exits with when all is well; 0 unless told. */
  readonly exits?: readonly number[]
  /** Someone else's: it may be missing, or give up. */
  readonly peer?: boolean
}

/** What one run of it took. */
export interface Sample {
  /** Seconds of user and system time, over all threads. */
  readonly cpu: number
  /** Bytes of resident memory. */
  readonly peak: number
}

/** A peer that is not there, or that the input is too much for; the message says which. */
export class Missing extends Error {
  override name = 'Missing'
}

const RUSAGE = join(import.meta.dirname, 'rusage.py')

/** Runs it once. `out`, where it writes, is empty before and gone afterwards. */
export function measure(series: Series, out: string): Sample {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const { status, cpu, peak, stderr } = run(series)
  rmSync(out, { recursive: true, force: true })
  // a peer's own exit status may be about the tests
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

/** Why a peer cannot be measured at all; null where it can. */
export function missing(program: string): string | null {
  const { error, status, stderr } = spawnSync(program, ['--help'], { encoding: 'utf8' })
  if (error) return 'not installed'
  return status === 0 ? null : `does not start: ${stderr.trim().split('\n').at(-1)}`
}
