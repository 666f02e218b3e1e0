import { expect, it } from 'vitest'
import { ANCHORS, type Anchor } from '../../src/redact/anchors.ts'
import { Redactor } from '../../src/redact/redactor.ts'

const SIZE = 20 << 10
/** Of these, one that is read to the end at each is read 125 times on average. */
const REPETITIONS = 250

/** Bytes read for each byte of the text: one for the search, and those that shapes read at anchors. */
function looks(bytes: Buffer): number {
  let count = 0
  const counting = new Proxy(bytes, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      if (typeof value !== 'function') {
        count++
        return value
      }
      return (...args: unknown[]): unknown => {
        if (key === 'toString') count += Number(args[2]) - Number(args[1])
        return Reflect.apply(value, target, args)
      }
    },
  })
  new Redactor({ shapes: true }).redact(counting, true)
  return count / bytes.length
}

const anchors = Object.values(ANCHORS).flatMap((some: readonly Anchor[]) => some.map(({ text }) => text))

it.each([
  ...anchors,
  ...anchors.map((anchor) => `${anchor}: `),
  'gAAAAgAAAA',
  'gAAAAAB',
  'eyJaaaaaaaaaaaa.ey',
  'eyJaaaaaaaaaaaa.',
  'eyJaaaaaaaaaaaa.ewaa',
  'eyJaaaaaaaaaaaa.aa.eyJaaaaaaaaaaaaa.',
  'eyJaaaaaaaaaaaa.eyJaaaaaaaaaaaaa',
  `authorization${' '.repeat(300)}`,
  'authorization","value":"bearer ',
  `x-auth-token${'\\u0022'.repeat(40)}`,
  `x-auth-token${'\u001b[0m'.repeat(20)},`,
  'ghp_aaaa.',
  'ghs_a-b.ghp_',
  '://a:1,',
  '://a:1,b=',
  'Authorization: Basic ',
  'Authorization: Basic aaaa',
  'authorization=bearer =',
  'x-auth-token=aaaaaaaaaaaa ',
  '://a:b',
  '://a:bcd@',
  '-----',
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN PRIVATE KEY-----aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n',
  '-----BEGIN PRIVATE KEY----------END RSA PRIVATE KEY-----',
  'AKIAAKIAAKIAAKIAAKIA',
])('repetitions of %s are read less than 60 times', (unit) => {
  for (const tail of ['', '+@.ey']) {
    const bytes = Buffer.from(unit.repeat(Math.min(REPETITIONS, SIZE / unit.length)) + tail)
    // the worst case is a shape of 35 characters at an anchor of four; rescanning would take hundreds
    expect(looks(bytes)).toBeLessThan(60)
  }
})

it('credentials of many colons are decided before the test times out', () => {
  const credentials = Buffer.from(`${':'.repeat(47 << 10)}\x01`).toString('base64')
  const text = Buffer.from(`Authorization: Basic ${credentials}\n`.repeat(20))
  expect(new Redactor({ shapes: true }).redact(text, true).written).toBe(text.length)
})

it.each(['ghs_', 'ya29.'])('dots behind many %s are read less than 60 times', (anchor) => {
  const bytes = Buffer.from(`${anchor.repeat(SIZE / 2 / anchor.length)}${'.-'.repeat(SIZE / 4)} `)
  expect(looks(bytes)).toBeLessThan(60)
})
