/** After a signal at any moment, there is the whole old export, none, or the whole new one. */

import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { inLanes, runCommand } from '../helpers/command.ts'
import { hiddenNames } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { INTERRUPT_MODULE } from '../helpers/interrupt.ts'
import { wholeTest } from '../helpers/v2-writer.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')

/** Names and contents of the files in a directory, except hidden ones. */
function contents(directory: string): Map<string, string> {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  const files = names.filter((name) => !name.startsWith('.') && statSync(join(directory, name)).isFile())
  return new Map(files.sort().map((name) => [name, readFileSync(join(directory, name), 'latin1')]))
}

const streamOf = (prefix: string): Buffer =>
  Buffer.concat(Array.from({ length: 3000 }, (_, i) => wholeTest(`${prefix}.${i}`)))

/** Exports the stream over the export in `out`, in a process that sends itself `signal` at file system call `at`. */
async function exportTo(out: string, stream: string, at: number, signal = 'SIGTERM', log = '', times = 1) {
  const env = {
    INTERRUPT_AT: String(at),
    INTERRUPT_BY: signal,
    INTERRUPT_LOG: log,
    INTERRUPT_TIMES: String(times),
  }
  const args = [
    '-f',
    stream,
    '--dstat',
    join(EXAMPLES, 'dool.csv'),
    '--report',
    join(out, 'report.html'),
    out,
  ]
  return runCommand(args, { node: ['--import', INTERRUPT_MODULE], env })
}

let from: string
let calls: number
let before: Map<string, string>
let after: Map<string, string>

/** Exports over an earlier export, and counts the calls that this takes. */
async function prepare(): Promise<void> {
  from = directoryWith({ old: streamOf('old'), new: streamOf('new'), log: '' })
  const out = join(from, 'out')
  await exportTo(out, join(from, 'old'), 0)
  before = contents(out)
  cpSync(out, join(from, 'earlier'), { recursive: true })
  await exportTo(out, join(from, 'new'), 0, 'SIGTERM', join(from, 'log'))
  after = contents(out)
  calls = Number(readFileSync(join(from, 'log'), 'utf8'))
}

/** Expects that the directory holds all of one export, or none. */
function expectWhole(out: string, what: string): 'old' | 'none' | 'new' {
  const now = contents(out)
  const report = now.get('report.html')
  expect([before.get('report.html'), after.get('report.html')], `after ${what}`).toContain(report)
  if (!now.has('config.json')) return 'none'
  const which = now.get('config.json') === before.get('config.json') ? 'old' : 'new'
  const whole = new Map(which === 'old' ? before : after)
  // the report is replaced last: for a moment it is still the old one
  if (report !== undefined) whole.set('report.html', report)
  expect([...now.keys()], `after ${what}`).toEqual([...whole.keys()])
  for (const [name, text] of whole) expect(now.get(name) === text, `${what}: ${name}`).toBe(true)
  return which
}

/** `count` numbers of calls, evenly spaced from `first` to `last`. */
const moments = (count: number, first: number, last: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.round(first + (i * (last - first)) / (count - 1)))

it.skipIf(process.platform === 'win32')(
  'SIGTERM or SIGINT at 40 moments leaves a whole export, no hidden files, and the signal’s exit status',
  async () => {
    await prepare()
    expect(calls).toBeGreaterThan(40)
    const seen = new Set<string>()
    await inLanes(moments(40, 1, calls), async (at) => {
      const signal = at % 2 === 0 ? 'SIGTERM' : 'SIGINT'
      const { which, status, err, hidden } = await interrupted(at, signal)
      seen.add(which)
      const what = `${signal} at call ${at} of ${calls}`
      expect([hidden, err], `after ${what}`).toEqual([[], ''])
      // if the export is already in its place, the command may end as if no signal came
      expect(
        which === 'new' ? [128 + constants.signals[signal], 0] : [128 + constants.signals[signal]],
      ).toContain(status)
    })
    expect([...seen].sort()).toEqual(['new', 'old'])
  },
)

it.skipIf(process.platform === 'win32')(
  'a signal that comes again and again while the command cleans up leaves no hidden files either',
  async () => {
    await prepare()
    await inLanes(moments(8, 20, calls - 40), async (at) => {
      const { which, status, err, hidden } = await interrupted(at, 'SIGINT', 30)
      expect([hidden, err], `after SIGINT at call ${at} of ${calls}`).toEqual([[], ''])
      expect(which === 'new' ? [130, 0] : [130]).toContain(status)
    })
  },
)

it.skipIf(process.platform === 'win32')(
  'SIGKILL leaves a whole export or none, even while files are being replaced',
  async () => {
    await prepare()
    const seen = new Set<string>()
    await inLanes([Math.round(calls / 2), ...moments(21, calls - 40, calls)], async (at) => {
      const { which } = await interrupted(at, 'SIGKILL')
      seen.add(which)
    })
    // whether a moment falls between two renames depends on the file system: `none` may be missing
    expect(seen).toContain('old')
    expect(seen).toContain('new')
  },
)

async function interrupted(at: number, signal: string, times = 1) {
  const out = join(from, `out-${signal}-${at}-${times}`)
  cpSync(join(from, 'earlier'), out, { recursive: true })
  const { status, err } = await exportTo(out, join(from, 'new'), at, signal, '', times)
  return {
    which: expectWhole(out, `${signal} at call ${at} of ${calls}`),
    status,
    err,
    hidden: hiddenNames(out),
  }
}
