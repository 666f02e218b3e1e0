/** The benchmarks of the command: programs, inputs and targets. */

import { join } from 'node:path'
import { HEADER_SHAPES } from './false-headers.ts'
import type { Input, Inputs } from './inputs.ts'
import type { Series } from './measure.ts'
import { bytesOfNames, type Shape } from './tests.ts'

export interface Bench {
  /** Run only on request: it takes gigabytes of disk. */
  readonly big?: boolean
  /** Default number of rounds; odd. More of those that take a second: other machines on the same processor disturb them. */
  readonly rounds: number
  readonly prepare: (inputs: Inputs, out: string) => Prepared
}

export interface Prepared {
  /** Description of the input. */
  readonly input: string
  /** In the order in which they take turns. */
  readonly series: readonly Series[]
  readonly targets: readonly Target[]
}

/** A condition on series, which it refers to by name. */
export type Target =
  /** The CPU time of `of` is at most `limit` times that of `per`. */
  | { readonly kind: 'cpu'; readonly of: string; readonly per: string; readonly limit: number }
  /** The peak memory of `of` is at most `limit` bytes beyond `names`, the bytes of the tests' names. */
  | { readonly kind: 'memory'; readonly of: string; readonly names: number; readonly limit: number }

const CLI = join(import.meta.dirname, '../dist/cli/index.js')
const OURS = 'stackviz-export'
const ZIPPED = 'stackviz-export --gzip'
const COPY = 'a copy'
const SAME_OUTPUT = 'a copy, writing as much as the export'
const REDACTING = 'stackviz-export --redact'
const STATS = 'subunit-stats'
const MEMORY = 256e6
const MIB = 1 << 20

/** Bytes that the export of MILLION writes, all files together; no target depends on it. */
const BYTES_OF_MILLION = 821_316_751
const MILLION: Shape = { tests: 1_000_000, log: 0, workers: 64 }
const LARGE: Shape = { tests: 1_000_000, log: 4000, workers: 64 }
const TENTH: Shape = { ...LARGE, tests: LARGE.tests / 10 }

export const BENCHES: Readonly<Record<string, Bench>> = {
  start: { rounds: 21, prepare: start },
  'nova-v2': { rounds: 11, prepare: novaV2 },
  'nova-v1': { rounds: 11, prepare: novaV1 },
  million: { rounds: 5, prepare: million },
  'false-headers': { rounds: 11, prepare: (inputs, out) => headers(inputs, out, false) },
  noise: { rounds: 11, prepare: (inputs, out) => headers(inputs, out, true) },
  large: { big: true, rounds: 5, prepare: large },
  attachment: { big: true, rounds: 5, prepare: attachment },
}

function start(): Prepared {
  const node = 'node -e 0'
  const options = ['--version', '--help']
  const own = options.map((option) => ({
    name: `${OURS} ${option}`,
    command: [process.execPath, CLI, option],
  }))
  return {
    input: 'nothing, what it takes to start',
    series: [{ name: node, command: [process.execPath, '-e', '0'] }, ...own],
    targets: own.map(({ name }) => cpu(name, 1.5, node)),
  }
}

function novaV2(inputs: Inputs, out: string): Prepared {
  const input = inputs.novaV2()
  const { path } = input
  const redacting: Series = {
    name: REDACTING,
    command: [process.execPath, CLI, '--quiet', '--redact', '--stream-file', path, out],
  }
  const junit: Series = { name: 'subunit2junitxml', command: ['subunit2junitxml'], stdin: path, peer: true }
  return {
    input: input.title,
    series: [...exportsOf(input, out), redacting, stats(path), junit],
    targets: [cpu(OURS, 3.5, COPY), cpu(OURS, 1 / 3, STATS), cpu(REDACTING, 2, OURS), ...memory(0)],
  }
}

function novaV1(inputs: Inputs, out: string): Prepared {
  const input = inputs.novaV1()
  const last: Series = {
    name: 'stestr last --subunit',
    command: ['stestr', 'last', '--subunit'],
    cwd: inputs.repository(input),
    peer: true,
  }
  return {
    input: input.title,
    series: [...exportsOf(input, out), last],
    targets: [cpu(OURS, 4, COPY), ...memory(0)],
  }
}

function million(inputs: Inputs, out: string): Prepared {
  const input = inputs.tests(MILLION)
  const writing = copyOf(input.path, out)
  const same: Series = {
    name: SAME_OUTPUT,
    command: [...writing.command, String(BYTES_OF_MILLION)],
  }
  return {
    input: input.title,
    series: [writing, same, ...ours(input.path, out, ''), stats(input.path)],
    targets: [cpu(OURS, 1 / 20, STATS), ...memory(bytesOfNames(MILLION.tests))],
  }
}

/**
 * 64 MiB of every shape. The command exits with 1: without a valid packet it refuses the file, otherwise
 * results may be missing.
 */
function headers(inputs: Inputs, out: string, good: boolean): Prepared {
  const files = HEADER_SHAPES.map((shape) => inputs.falseHeaders(shape, 64 * MIB, good))
  const series = files.flatMap(({ path, title }) =>
    ours(path, out, ` ${title}`).map((one) => ({ ...one, exits: [1] })),
  )
  const targets = files.flatMap(({ title }) => [cpu(`${OURS} ${title}`, 10, COPY), ...memory(0, ` ${title}`)])
  const input = `64 MiB of false packet headers of each kind, ${good ? 'a good test every 64 KiB' : 'nothing else'}`
  return { input, series: [copyOf(files[0].path, out), ...series], targets }
}

function large(inputs: Inputs, out: string): Prepared {
  const [whole, tenth] = [inputs.tests(LARGE), inputs.tests(TENTH)]
  const part = ', a tenth'
  return {
    input: `${whole.title}; and a tenth of it: ${tenth.title}`,
    series: [...exportsOf(tenth, out, part), ...exportsOf(whole, out)],
    targets: [
      cpu(OURS, 3.5, COPY),
      cpu(OURS, 10.5, OURS + part),
      ...memory(bytesOfNames(LARGE.tests)),
      ...memory(bytesOfNames(TENTH.tests), part),
    ],
  }
}

function attachment(inputs: Inputs, out: string): Prepared {
  const input = inputs.attachment(2e9)
  return { input: input.title, series: exportsOf(input, out), targets: memory(0) }
}

/** A copy and the command. `behind` is appended to their names if several files are measured together. */
function exportsOf({ path }: Input, out: string, behind = ''): Series[] {
  return [copyOf(path, out, behind), ...ours(path, out, behind)]
}

function copyOf(path: string, out: string, behind = ''): Series {
  const script = join(import.meta.dirname, 'copy.mjs')
  return { name: COPY + behind, command: [process.execPath, script, path, join(out, 'copy')] }
}

function ours(path: string, out: string, behind: string): Series[] {
  const command = [process.execPath, CLI, '--quiet', '--stream-file', path, out]
  return [
    { name: OURS + behind, command },
    { name: ZIPPED + behind, command: [...command, '--gzip'] },
  ]
}

const stats = (path: string): Series => ({ name: STATS, command: [STATS], stdin: path, peer: true })

const cpu = (of: string, limit: number, per: string): Target => ({ kind: 'cpu', of, per, limit })

const memory = (names: number, behind = ''): Target[] =>
  [OURS, ZIPPED].map((of) => ({ kind: 'memory', of: of + behind, names, limit: MEMORY }))
