/**
 * For `node --import`: the process sends itself a signal at its n-th file system call, and at the next ones if it
 * is to be sent several times, so that interruptions occur at defined points of its work, and not at points in time.
 */

import fs, { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

export const INTERRUPT_MODULE = import.meta.url

const CALLS = [
  'closeSync',
  'copyFileSync',
  'lstatSync',
  'mkdirSync',
  'openSync',
  'readFileSync',
  'readSync',
  'readdirSync',
  'renameSync',
  'rmSync',
  'statSync',
  'writeSync',
] as const

type Call = (...args: unknown[]) => unknown

const { INTERRUPT_AT, INTERRUPT_BY, INTERRUPT_LOG, INTERRUPT_TIMES = '1' } = process.env
if (INTERRUPT_AT !== undefined) {
  let calls = 0
  const counted =
    (call: Call): Call =>
    (...args) => {
      const since = ++calls - Number(INTERRUPT_AT)
      if (since >= 0 && since < Number(INTERRUPT_TIMES)) process.kill(process.pid, INTERRUPT_BY)
      return call(...args)
    }
  const patch = (object: object, names: readonly string[]): void => {
    const functions = object as Record<string, Call>
    for (const name of names) functions[name] = counted(functions[name])
  }
  patch(fs, CALLS)
  patch(fs.promises, ['open', 'readFile', 'stat'])
  syncBuiltinESMExports()
  process.on('exit', () => INTERRUPT_LOG && appendFileSync(INTERRUPT_LOG, String(calls)))
}
