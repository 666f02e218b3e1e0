import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ANCHORS, type Anchor, MAX_SECRET } from '../../src/redact/anchors.ts'
import { Redactor } from '../../src/redact/redactor.ts'
import { EXAMPLES, LOOK_ALIKES } from './examples.ts'
import { redact } from './redact.ts'

const OPTIONS = { shapes: true, values: ['correct horse battery staple'] }
const FRAGMENTS = [
  ...EXAMPLES.flatMap(([, text]) => [text, text.slice(0, text.length >> 1), text.slice(text.length >> 1)]),
  ...LOOK_ALIKES,
  ...Object.values(ANCHORS).flatMap((anchors: readonly Anchor[]) => anchors.map(({ text }) => text)),
  'correct horse battery staple',
  ': ',
  '@',
  '.',
  '-----',
  'A'.repeat(100),
]

const text = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...FRAGMENTS) }, fc.string()), { maxLength: 12 })
  .map((parts) => Buffer.from(parts.join('')))

function cutUp(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b)
  return [0, ...at].map((from, i) => bytes.subarray(from, at[i] ?? bytes.length))
}

describe('redaction does not depend on how the input is split:', () => {
  it.each(EXAMPLES)('in two, at any byte: %s', (_, example, redacted) => {
    const bytes = Buffer.from(example)
    for (let at = 0; at <= bytes.length; at++) {
      expect(redact([bytes.subarray(0, at), bytes.subarray(at)])).toEqual({ text: redacted, count: 1 })
    }
  })

  it.each(EXAMPLES)('into single bytes: %s', (_, example, redacted) => {
    const bytes = Buffer.from(example)
    expect(redact(Array.from(bytes, (byte) => Buffer.from([byte])))).toEqual({ text: redacted, count: 1 })
  })

  it('any text, into any pieces', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { maxLength: 20 }), (bytes, places) => {
        expect(redact(cutUp(bytes, places), OPTIONS)).toEqual(redact([bytes], OPTIONS))
      }),
      { numRuns: 500 },
    )
  })

  it('tokens of hundreds of kilobytes without an end, into pieces of 1000 bytes', () => {
    const bytes = Buffer.from(`${'eyJ'.repeat(1 << 17)}.ey.${'gAAAA'.repeat(1 << 15)}`)
    const pieces = Array.from({ length: Math.ceil(bytes.length / 1000) }, (_, i) =>
      bytes.subarray(i * 1000, (i + 1) * 1000),
    )
    expect(redact(pieces)).toEqual(redact([bytes]))
  })
})

describe('a window', () => {
  /** Redacts like the engine, which passes the bytes that it has, and then those left unread together with new ones. */
  function inWindows(bytes: Buffer, sizes: readonly number[]): { out: Buffer; count: number; left: number } {
    const redactor = new Redactor(OPTIONS)
    const out: Buffer[] = []
    let left = 0
    for (let from = 0, to = 0, i = 0; to < bytes.length || i === 0; i++) {
      to = Math.min(bytes.length, to + (sizes[i % sizes.length] ?? 7))
      const window = Buffer.from(bytes.subarray(from, to))
      const { read, written } = redactor.redact(window, to === bytes.length)
      expect(written).toBeLessThanOrEqual(read)
      expect(window.subarray(read)).toEqual(bytes.subarray(from + read, to))
      out.push(window.subarray(0, written))
      left = Math.max(left, window.length - read)
      from += read
    }
    return { out: Buffer.concat(out), count: redactor.count, left }
  }

  it('is redacted in place, and its unread rest is unchanged', () => {
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }), (bytes, sizes) => {
        const { out, count } = inWindows(bytes, sizes)
        expect({ text: out.toString(), count }).toEqual(redact([bytes], OPTIONS))
      }),
      { numRuns: 500 },
    )
  })

  it('leaves fewer bytes unread than the longest secret has', () => {
    const bytes = Buffer.from(`x eyJ${'x'.repeat(1 << 20)} -----BEGIN PRIVATE KEY-----${'y'.repeat(1 << 20)}`)
    expect(inWindows(bytes, [30_000]).left).toBeLessThan(MAX_SECRET)
  })
})

it('redacting a redacted text changes nothing', () => {
  const spaced = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 12 }).map((parts) => parts.join(' \n'))
  fc.assert(
    fc.property(spaced, (given) => {
      const once = redact([given], OPTIONS).text
      expect(redact([once], OPTIONS)).toEqual({ text: once, count: 0 })
    }),
    { numRuns: 300 },
  )
})

describe('an anchor', () => {
  const { anchors } = new Redactor({ shapes: true })
  const found = (given: string): number[] =>
    anchors.flatMap(({ text: literal, anyCase }) => {
      const [where, what] = anyCase ? [given.toLowerCase(), literal.toLowerCase()] : [given, literal]
      return Array.from({ length: where.length }, (_, i) => i).filter((i) => where.startsWith(what, i))
    })

  it.each(EXAMPLES)('is at the secret or less than MAX_SECRET before it: %s', (_, example, redacted) => {
    const secret = redacted.indexOf('***')
    const reach = Math.min(
      ...found(example)
        .map((at) => secret - at)
        .filter((distance) => distance >= 0),
    )
    expect(reach).toBeLessThan(MAX_SECRET)
  })

  it('is required: a text without one is unchanged', () => {
    fc.assert(
      fc.property(text, (bytes) => {
        fc.pre(found(bytes.toString()).length === 0)
        expect(redact([bytes])).toEqual({ text: bytes.toString(), count: 0 })
      }),
    )
  })

  it('is at least three characters of printable ASCII, as its search requires', () => {
    expect(anchors.filter(({ text: literal }) => !/^[\x20-\x7e]{3,}$/.test(literal))).toEqual([])
  })

  it('of a known value is the whole value in UTF-8, unless that is short', () => {
    const { anchors: ofValues } = new Redactor({ shapes: false, values: ['grün-bäume', 'short'] })
    expect(ofValues.map(({ text: literal }) => Buffer.from(literal, 'latin1').toString())).toEqual([
      'grün-bäume',
    ])
  })
})
