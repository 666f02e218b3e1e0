/** Compressed streams and logs, cut off or damaged at the ends of their parts, or anywhere. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as zlib from 'node:zlib'
import type { ConfigEntry } from '../../src/format/exported.ts'
import { flipped } from './bytes.ts'
import { soundLog } from './dstat-log.ts'
import { member } from './gzip.ts'
import { inflated } from './inflate.ts'
import { INPUT, inputOf, type Kind, type Trial } from './kind.ts'
import { convertIn, writeFiles } from './place.ts'
import type { Random } from './random.ts'
import { exportFile, otherwise } from './streams.ts'
import { soundV1 } from './v1.ts'
import { soundV2 } from './v2.ts'

interface Expected {
  /** Base64 of what zlib inflates. */
  readonly bytes: string
  readonly whole: boolean
}

export const compressed: Kind = { make: (random) => judge(makeFile(random)), check: checkCompressed, judge }

function judge(file: Buffer): Trial {
  const { bytes, whole } = inflated(file)
  const expected: Expected = { bytes: bytes.toString('base64'), whole }
  return { files: { [INPUT]: file }, expected }
}

function makeFile(random: Random): Buffer {
  const all = random.pick([soundV1, soundV2, soundLog])(random)
  const content = random.chance(0.9) ? all.subarray(0, 10_000) : all
  if (random.chance(0.2) && 'zstdCompressSync' in zlib) return zstdFile(content, random)
  const cut = random.chance(0.4) ? random.below(content.length + 1) : content.length
  const members = [content.subarray(0, cut), content.subarray(cut)]
    .filter((part, n) => n === 0 || part.length > 0 || random.chance(0.2))
    .map((part) => member(part, random))
  const file = Buffer.concat([...members.map(({ bytes }) => bytes), behind(random)])
  const first = members[0].bytes.length
  const places = members.flatMap((one, n) => one.places.map((place) => place + n * first))
  return damaged(file, places, random)
}

/** What follows the last member: usually nothing, else padding or junk. */
const behind = (random: Random): Buffer =>
  random.chance(0.15)
    ? random.pick([Buffer.alloc(1 + random.few(600)), Buffer.from('junk'), Buffer.of(0x1f)])
    : Buffer.alloc(0)

function zstdFile(content: Buffer, random: Random): Buffer {
  const options = { params: { [zlib.constants.ZSTD_c_checksumFlag]: random.below(2) } }
  return damaged(zlib.zstdCompressSync(content, options), [4, 6], random)
}

function damaged(file: Buffer, places: readonly number[], random: Random): Buffer {
  const at = random.chance(0.5) ? random.pick(places) - random.below(2) : random.below(file.length)
  const [before, after] = [file.subarray(0, at), file.subarray(at)]
  return random.pick([
    () => before,
    () => before,
    () => Buffer.concat([before, flipped(after, random)]),
    () => Buffer.concat([before, random.bytes(1 + random.few(20)), after]),
    () => Buffer.concat([before, after.subarray(1 + random.few(20))]),
    () => file,
  ])()
}

/** A flipped bit may ask for a window that is too large. */
const FAULT = /^the (?:gzip data is|zstd data is|zstd data has a window of) (?:cut off|damaged|more than)/
/** What the error for an input that is no stream says of how much of it was read. */
const AS_FAR = /, as far as it could be read \(the (?:gzip|zstd) data .*?\)(?=;)/

/** The export must equal that of the bytes that zlib inflates, and name what is missing. */
export async function checkCompressed(trial: Trial, place: string): Promise<string | null> {
  const { bytes, whole } = trial.expected as Expected
  const content = Buffer.from(bytes, 'base64')
  const ours = await exportFile(place, inputOf(trial))
  if (content.length === 0 && !whole) {
    return typeof ours === 'string' && FAULT.test(ours)
      ? null
      : `nothing can be inflated; ours: ${said(ours)}`
  }
  const right = await exportFile(place, content)
  if (whole || typeof right === 'string') {
    const isSaid = whole || (typeof ours === 'string' && AS_FAR.test(ours))
    if (!isSaid) return `what is missing is not said: ${said(ours)}`
    const same = whole || typeof ours !== 'string' ? ours : ours.replace(AS_FAR, '')
    return otherwise(right, same) ?? checkLog(trial, content, whole, place)
  }
  if (typeof ours === 'string') return `${content.length} bytes can be inflated; ours: ${ours}`
  const [first, ...warnings] = ours.entry.warnings ?? []
  if (first?.kind !== 'truncated' || first.offset !== content.length || !FAULT.test(first.message)) {
    return `${content.length} bytes can be inflated, which is not said: ${said(ours)}`
  }
  const { warnings: _, ...entry } = ours.entry
  return otherwise(asPart(right), { ...ours, entry: { ...entry, ...(warnings.length > 0 && { warnings }) } })
}

/** The same of an input that goes on: tests that did not run may have done so there, as may the only ones. */
function asPart<Export extends { readonly entry: ConfigEntry }>(right: Export): Export {
  const { warnings, ...entry } = right.entry
  if (warnings === undefined) return right
  const known = warnings.flatMap((one) => {
    if (one.kind !== 'not_run') return [one]
    const { missing: _, names: __, ...rest } = one
    const all = /^[\d,]+ tests? enumerated and never run/.exec(one.message)
    return all === null ? [] : [{ ...rest, message: `${all[0]}, as far as the stream could be read` }]
  })
  return { ...right, entry: { ...entry, ...(known.length > 0 && { warnings: known }) } }
}

const said = (outcome: unknown): string => JSON.stringify(outcome).slice(0, 300)

/** For a log: what can be inflated is copied and read, as if there were no more. */
async function checkLog(
  trial: Trial,
  content: Buffer,
  whole: boolean,
  place: string,
): Promise<string | null> {
  if (!/^"(?:Dstat|dool)/.test(content.toString('latin1', 0, 10))) return null
  const right = await exportLog(place, content)
  const ours = await exportLog(place, inputOf(trial))
  if (ours.copy !== right.copy) return 'the log is not what can be inflated'
  // if the first line is not a log's, that is the problem instead
  const isSaid = right.copy === null || FAULT.test(ours.problems[0]?.message)
  const count = whole ? right.problems.length : 1
  return ours.problems.length === count && (whole || isSaid)
    ? null
    : `the log's problems: ${said(ours.problems)}`
}

async function exportLog(place: string, bytes: Buffer) {
  writeFiles(join(place, 'in'), { 'log.csv': bytes })
  const { problems, read } = await convertIn(place, { dstat: [join(place, 'in/log.csv')] })
  const copied = existsSync(join(place, 'out/dstat_log.csv'))
  return { problems, copy: copied ? read('dstat_log.csv').toString('latin1') : null }
}
