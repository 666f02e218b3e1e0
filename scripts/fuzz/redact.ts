/**
 * Compares what an export replaces with what a redactor alone makes of each whole text, and looks for secrets
 * that are left. Texts have secrets anywhere, and come in packets, details and output cut anywhere.
 */

import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { packet, wholeTest } from '../../__tests__/helpers/v2-writer.ts'
import { EXAMPLES, LOOK_ALIKES } from '../../__tests__/redact/examples.ts'
import type { DetailsIndex } from '../../src/format/details-index.ts'
import type { TestDetails } from '../../src/format/exported.ts'
import { ANCHORS, type Anchor } from '../../src/redact/anchors.ts'
import { Redactor } from '../../src/redact/redactor.ts'
import { INPUT, inputOf, type Kind, type Trial } from './kind.ts'
import { type Converted, convertIn, writeFiles } from './place.ts'
import { Random } from './random.ts'
import { difference, inChunks } from './streams.ts'

/** The options of the export. */
interface Expected {
  readonly redact: boolean
  readonly secrets: readonly string[]
}

export const redacted: Kind = {
  make,
  check: checkRedacted,
  judge: (bytes, { expected }) => ({ files: { [INPUT]: bytes }, expected }),
}

const LITERALS = [
  ...EXAMPLES.map(([, text]) => `\n${text}\n`),
  ...LOOK_ALIKES,
  ...Object.values(ANCHORS).flatMap((anchors: readonly Anchor[]) => anchors.map(({ text }) => text)),
  ...Array.from('eaKZ0_.:/@" \né☃😀'),
  '***',
  '-----',
  'A'.repeat(70),
]

function make(random: Random): Trial {
  const words = Array.from({ length: 1 + random.few(8) }, () => randomSecret(random))
  // some that overlap
  const secrets = words.map((word) => (random.chance(0.3) ? word.slice(4) + random.pick(words) : word))
  const text = () => randomText(random, secrets)
  const stream = random.chance(0.7) ? streamV2(random, text) : streamV1(random, text)
  return { files: { [INPUT]: stream }, expected: { redact: random.chance(0.8), secrets } satisfies Expected }
}

/** Of frequent and rare characters, so that the bytes that it is found by are anywhere in it; ASCII. */
const randomSecret = (random: Random): string =>
  Array.from({ length: 3 + random.few(8) }, () =>
    random.pick(['e', 'to', 'ZQ', '0', '_', '://', ':', '@', '/']),
  ).join('')

function randomText(random: Random, secrets: readonly string[]): string {
  const parts = Array.from({ length: 1 + random.few(30) }, () =>
    random.pick([
      () => random.pick(LITERALS),
      () => random.pick(secrets),
      () => `https://${random.pick(secrets)}:pass@host/`,
      () => part(random.pick(EXAMPLES)[1], random),
      () => 'e 0a\n'.repeat(random.few(100)),
      () => (random.chance(0.03) ? 'x'.repeat(60_000 + random.below(20_000)) : ''),
    ])(),
  )
  return parts.join('')
}

function part(text: string, random: Random): string {
  const [from, to] = random.positions(2, text.length)
  return text.slice(from, to)
}

const UTF16 = 'text/plain; charset=utf-16le'
const MIMES = ['text/plain; charset=utf8', 'application/json', UTF16]
const NAMES = ['traceback', 'reason', 'log', "pythonlogging:''"]
const STATUSES = ['success', 'fail', 'skip', 'uxsuccess']
const IS_ASCII = /^[\x01-\x7f]+$/

/** Tests whose attachments come in turns, with output between them. */
function streamV2(random: Random, text: () => string): Buffer {
  const ids = ['a', 'b', undefined].slice(0, 1 + random.below(3))
  const queues = ids.flatMap((id) =>
    NAMES.slice(random.below(NAMES.length)).map((name) => {
      const mime = random.pick(MIMES)
      const fields = { mime, ...(id !== undefined && { id, status: 'inprogress' }) }
      const bytes = Buffer.from(text(), mime === UTF16 ? 'utf16le' : 'utf8')
      return pieces(bytes, random).map((piece) =>
        random.chance(0.02) && IS_ASCII.test(piece.toString('latin1'))
          ? piece
          : packet({ ...fields, file: [name, piece] }),
      )
    }),
  )
  const all: Buffer[] = []
  while (queues.length > 0) {
    const at = random.below(queues.length)
    all.push(...queues[at].splice(0, 1 + random.few(10)))
    if (queues[at].length === 0) queues.splice(at, 1)
  }
  return Buffer.concat([...all, wholeTest('a', random.pick(STATUSES)), wholeTest('b', random.pick(STATUSES))])
}

function pieces(bytes: Buffer, random: Random): Buffer[] {
  const cuts = [0, ...random.positions(random.few(40), bytes.length), bytes.length]
  return cuts.slice(1).map((cut, n) => bytes.subarray(cuts[n], cut))
}

function streamV1(random: Random, text: () => string): Buffer {
  const tests = Array.from({ length: 1 + random.few(6) }, (_, n) => {
    const word = random.pick(['failure', 'error', 'skip', 'xfail', 'success'])
    const details = random.pick([
      () => `[\n${text()}\n]`,
      () =>
        `[ multipart\nContent-Type: ${random.pick(MIMES)}\n${random.pick(NAMES)}\n${chunks(text(), random)}]`,
    ])
    return `${random.chance(0.3) ? text() : ''}\ntest: t${n}\n${word}: t${n} ${details()}\n`
  })
  return Buffer.from(tests.join(''))
}

function chunks(text: string, random: Random): string {
  const cuts = [0, ...random.positions(random.few(10), text.length), text.length]
  const some = cuts.slice(1).map((cut, n) => Buffer.from(text.slice(cuts[n], cut)).toString())
  const sized = some
    .filter((one) => one !== '')
    .map((one) => `${Buffer.byteLength(one).toString(16)}\r\n${one}`)
  return `${sized.join('')}0\r\n`
}

export async function checkRedacted(trial: Trial, place: string): Promise<string | null> {
  const stream = inputOf(trial)
  const options = trial.expected as Expected
  writeFiles(join(place, 'in'), { stream })
  const source = { kind: 'file', path: join(place, 'in/stream') } as const
  const { tests, ...open } = read(await convertIn(place, { sources: [source] }))
  const random = new Random(stream.toString('latin1'))
  const sources = [random.chance(0.5) ? inChunks(stream, random) : source]
  const { reasons, ...ours } = read(await convertIn(place, { ...options, sources, gzip: random.chance(0.5) }))
  const redactor = new Redactor({ shapes: options.redact, values: options.secrets })
  const right = {
    raw: open.raw,
    tree: open.tree,
    tests: tests.map((test) => mapTexts(test, (bytes) => redactor.redacted(bytes))),
    count: redactor.count,
  }
  return isDeepStrictEqual(ours, right) ? left(ours.tests, reasons, options) : difference(ours, right)
}

/** What is compared of an export; `tests` is what its index finds in details. */
function read({ entries: [entry], texts, read: bytesOf }: Converted) {
  const [raw, , tree] = texts(entry)
  const details = bytesOf(entry.details)
  const { gap, length, whole } = JSON.parse(String(bytesOf(entry.index))) as DetailsIndex
  let at = 0
  const ranges = gap.map((bytes, n): readonly [number, number] => {
    const from = at + bytes
    at = from + length[n]
    return [from, length[n]]
  })
  if (whole !== null) ranges.push(whole)
  const tests = ranges.map(
    ([from, size]) => JSON.parse(details.toString('utf8', from, from + size)) as TestDetails,
  )
  const reasons = [...entry.stats.failures, ...entry.stats.skips].flatMap((one) => one.details ?? [])
  const count = entry.warnings?.find(({ kind }) => kind === 'redacted')?.count ?? 0
  return { raw, tree, tests, reasons, count }
}

const DATA = /^(data:[^,]*;base64,)(.*)$/s

/** The same test with other bytes of its attachments. */
function mapTexts(test: TestDetails, change: (bytes: Buffer) => Buffer): TestDetails {
  const fields = Object.entries(test).map(([key, value]) => {
    if (key === 'status' || typeof value !== 'string') return [key, value]
    const data = DATA.exec(value)
    if (data === null) return [key, change(Buffer.from(value)).toString()]
    return [key, data[1] + change(Buffer.from(data[2], 'base64')).toString('base64')]
  })
  return Object.fromEntries(fields) as TestDetails
}

const NO_REASONS = ['Unexpected success', 'Did not finish', 'No status']

/** Finds secrets that both left, and reasons that are not from the redacted texts. */
function left(tests: readonly TestDetails[], reasons: readonly string[], options: Expected): string | null {
  const texts: string[] = []
  for (const test of tests)
    mapTexts(test, (bytes) => {
      texts.push(bytes.toString())
      return bytes
    })
  const values = options.secrets.filter((value) => value.length >= 8)
  const lines = options.redact ? EXAMPLES.map(([, text]) => `\n${text}\n`) : []
  const secret = [...values, ...lines].find((one) => texts.some((text) => text.includes(one)))
  if (secret !== undefined) return `it is left: ${JSON.stringify(secret)}`
  const foreign = reasons
    .filter((reason) => !NO_REASONS.includes(reason) && !reason.startsWith('data:'))
    .find((reason) => !texts.some((text) => text.includes(reason.replace(/…$/, ''))))
  return foreign === undefined ? null : `a reason is in no text: ${JSON.stringify(foreign)}`
}
