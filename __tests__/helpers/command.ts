import { execFile, spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'

/** The command's entry point in the source. */
const MAIN = join(import.meta.dirname, '../../src/cli/main.ts')

/** With it, a process starts in half the time. */
export const COMPILE_CACHE = {
  NODE_COMPILE_CACHE: join(import.meta.dirname, '../../node_modules/.cache/compiled'),
}

const ENV = { ...process.env, GITHUB_ACTIONS: '', ...COMPILE_CACHE }

export interface Ended {
  /** Exit status as in a shell: 128 plus the signal's number if a signal ended the process. */
  readonly status: number
  readonly out: string
  readonly err: string
}

/** Runs the command until it ends; several may run in parallel. */
export function runCommand(
  args: readonly string[],
  {
    env = {},
    node = [],
    timeout = 0,
  }: { env?: Readonly<Record<string, string>>; node?: readonly string[]; timeout?: number } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...node, MAIN, ...args],
      { env: { ...ENV, ...env }, timeout, killSignal: 'SIGKILL', maxBuffer: 1 << 26 },
      (_, out, err) => {
        const signal = child.signalCode
        resolve({
          status: signal === null ? (child.exitCode ?? -1) : 128 + constants.signals[signal],
          out,
          err,
        })
      },
    )
    child.stdin?.end()
  })
}

/** Runs a shell script such as `ulimit -n 20; COMMAND "$@"`, COMMAND being the command; `$@` are `args`. */
export function shellCommand(script: string, args: readonly string[]): Ended {
  const command = `"${process.execPath}" "${MAIN}"`
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['-c', script.replace('COMMAND', command), 'sh', ...args],
    {
      encoding: 'utf8',
      env: ENV,
    },
  )
  return { status: status ?? -1, out: stdout, err: stderr }
}

/** Calls `work` for each value, four at a time. */
export async function inLanes<T>(values: readonly T[], work: (value: T) => Promise<void>): Promise<void> {
  const rest = values.values()
  const lane = async (): Promise<void> => {
    for (const value of rest) await work(value)
  }
  await Promise.all([lane(), lane(), lane(), lane()])
}
