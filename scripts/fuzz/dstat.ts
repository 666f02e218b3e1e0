/** Logs that are cut, mixed, or have new headers: what is good before and after the damage is kept. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DstatError } from '../../src/dstat/error.ts'
import type { DstatLog } from '../../src/dstat/log.ts'
import { readDstat } from '../../src/dstat/parse.ts'
import { damage } from './bytes.ts'
import { HOST, type Line, randomLog, type Sample } from './dstat-log.ts'
import { INPUT, inputOf, type Kind, type Trial } from './kind.ts'
import { convertIn, writeFiles } from './place.ts'
import { Random } from './random.ts'

const FIXTURES = join(import.meta.dirname, '../../__tests__/fixtures/dstat')
const LOGS = readdirSync(FIXTURES).map((name) => readFileSync(join(FIXTURES, name)))

interface Expected {
  readonly samples: readonly Sample[]
  /** Whether these are all samples. */
  readonly exact: boolean
}

export const dstat: Kind = {
  make: (random) => (random.chance(0.6) ? writtenLog(random) : damagedLog(random)),
  check: checkDstat,
}

const trialOf = (log: Buffer, expected: Expected): Trial => ({ files: { [INPUT]: log }, expected })

/** A generated log, whose lines have their expected samples, up to where it is cut. */
function writtenLog(random: Random): Trial {
  const lines = randomLog(random, random.pick([0, 0.1, 0.4]))
  const end = random.pick(['\n', '\n', '\r\n'])
  const texts = lines.map(({ text }) => text + end)
  const whole = random.chance(0.5) ? lines.length : placeToCut(lines, random)
  // without any of its end: a CR alone ends a line too
  const last = Buffer.from(lines[whole]?.text ?? '')
  const cut = last.subarray(0, random.below(last.length + 1))
  const log = Buffer.concat([Buffer.from(random.pick(['', '\ufeff']) + texts.slice(0, whole).join('')), cut])
  return trialOf(log, { samples: samplesOf(lines.slice(0, whole)), exact: true })
}

/** After the first line, and not where only the header that follows shows that a row is incomplete. */
function placeToCut(lines: readonly Line[], random: Random): number {
  const at = 1 + random.below(lines.length - 1)
  return [at - 2, at - 1].find((n) => n > 0 && isCutOff(lines, n)) ?? at
}

/** Whether one empty line and a header follow this row: the tool was killed while it wrote the row. */
const isCutOff = (lines: readonly Line[], n: number): boolean =>
  lines[n].text !== '' && lines[n + 1]?.text === '' && lines[n + 2]?.text === HOST

/** The expected samples, sorted by time. */
function samplesOf(lines: readonly Line[]): Sample[] {
  const kept = lines.filter((_, n) => !isCutOff(lines, n))
  return kept.flatMap(({ sample }) => sample ?? []).toSorted((a, b) => a.time - b.time)
}

/** A real log, damaged from some place on: all samples before that are kept. */
async function damagedLog(random: Random): Promise<Trial> {
  const log = random.pick(LOGS)
  const other = random.pick(LOGS)
  const at = random.below(log.length)
  const before = log.subarray(0, at)
  const behind = random.pick([
    () => damage(log.subarray(at), other, random),
    () => other,
    () => other.subarray(random.below(other.length)),
    () => Buffer.concat([Buffer.from('\n\n'), other.subarray(other.indexOf('"Host:'))]),
  ])()
  return trialOf(Buffer.concat([before, behind]), { samples: await samplesBefore(before), exact: false })
}

/** Without the last row, as what follows it may show that it is incomplete. */
async function samplesBefore(before: Buffer): Promise<Sample[]> {
  const lines = before.toString('latin1').trimEnd().split('\n').slice(0, -1)
  const log = await read(Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1'), 1 << 20)
  return typeof log === 'string' ? [] : samplesIn(log)
}

/** The log, or why it is not one. */
async function read(bytes: Buffer, chunk: number): Promise<DstatLog | string> {
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
  }
  try {
    return await readDstat(chunks(), { input: INPUT })
  } catch (error) {
    if (error instanceof DstatError && error.cause === undefined) return error.message
    throw error
  }
}

function samplesIn({ times, groups }: DstatLog): Sample[] {
  const samples = Array.from(times, (time) => ({ time, values: {} as Record<string, number> }))
  for (const { title, metrics } of groups) {
    for (const { name, values } of metrics) {
      for (const [n, value] of values.entries()) {
        if (!Number.isNaN(value)) samples[n].values[`${title}: ${name}`] = value
      }
    }
  }
  return samples
}

export async function checkDstat(trial: Trial, place: string): Promise<string | null> {
  const bytes = inputOf(trial)
  const { samples, exact } = trial.expected as Expected
  const log = await read(bytes, 1 << 20)
  const chunk = 1 + (bytes.length >> 9) + new Random(bytes.toString('latin1')).few(bytes.length)
  if (JSON.stringify(await read(bytes, chunk)) !== JSON.stringify(log))
    return `otherwise in chunks of ${chunk}`
  const found = typeof log === 'string' ? [] : samplesIn(log).map(keyOf)
  const there = new Set(found)
  const missing = samples.map(keyOf).filter((key) => !there.has(key))
  if (missing.length > 0) return `${missing.length} samples missing: ${missing[0]}`
  if (exact && found.length !== samples.length) return `${found.length} samples, not ${samples.length}`
  if (exact && found.some((key, n) => key !== keyOf(samples[n]))) return 'the samples are in another order'
  return checkExport(bytes, log, place)
}

const keyOf = ({ time, values }: Sample): string =>
  JSON.stringify([time, Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1))])

/** The log must be copied, or a problem must say why not. */
async function checkExport(bytes: Buffer, log: DstatLog | string, place: string): Promise<string | null> {
  writeFiles(join(place, 'in'), { [INPUT]: bytes })
  const { problems, read: exported } = await convertIn(place, { dstat: [join(place, 'in', INPUT)] })
  if (typeof log === 'string') return problems.length === 1 ? null : 'no problem names the log'
  if (problems.length > 0) return `a problem: ${problems[0].message}`
  return exported('dstat_log.csv').equals(bytes) ? null : 'the copy is not equal'
}
