import { expect, it } from 'vitest'
import { decode } from '../helpers/decoded.ts'
import { packet } from '../helpers/v2-writer.ts'

/** Two tests take turns to send an attachment each, in pieces of 1 KiB that all differ. */
function* pieces(): Generator<Buffer> {
  for (let i = 0; i < 300; i++) {
    for (const id of ['one', 'two']) {
      const text = Buffer.from(`${id} ${i} `.padEnd(1024, String(i % 10)))
      yield packet({ id, file: ['log', text], ...(i === 0 ? { mime: 'text/plain' } : {}) })
    }
  }
  for (const id of ['one', 'two']) yield packet({ id, status: 'success' })
}

it('attachments beyond the memory limit go to a file, which is cleared when the tests end', () => {
  const inMemory = decode('v2', pieces())
  const inFile = decode('v2', pieces(), 100_000)
  expect(inMemory.spilled).toBe(0)
  expect(inFile.spilled).toBeGreaterThan(300_000)
  expect(inFile.spillCleared).toBe(true)
  expect(inFile.all === inMemory.all).toBe(true)
  expect(inFile.details.two.log).toMatch(/^two 0 0{1018}two 1 1{1018}.*two 299 9{1016}$/)
})

it('attachments of many open tests go to a file, though none of them is long', () => {
  const log = (i: number): string => `${i} `.repeat(700)
  const many = function* (): Generator<Buffer> {
    for (const status of [undefined, 'success'])
      for (let i = 0; i < 300; i++) {
        const id = `t${i}`
        yield packet({ id, file: ['log', log(i)], mime: 'text/plain' })
        yield packet({ id, file: ['log', ''] })
        if (status !== undefined) yield packet({ id, status })
      }
  }
  const inFile = decode('v2', many(), 100_000)
  expect(inFile.spilled).toBeGreaterThan(500_000)
  expect(inFile.all === decode('v2', many()).all).toBe(true)
  expect(inFile.details.t299.log).toBe(log(299) + log(299))
})

it('short pieces of many long attachments go to a file', () => {
  const many = function* (): Generator<Buffer> {
    for (const log of ['x'.repeat(66_000), ...Array.from({ length: 20 }, (_, i) => `${i}`.repeat(100))])
      for (let i = 0; i < 40; i++) yield packet({ id: `t${i}`, file: ['log', log], mime: 'text/plain' })
    for (let i = 0; i < 40; i++) yield packet({ id: `t${i}`, status: 'success' })
  }
  const inFile = decode('v2', many(), 100_000)
  expect(inFile.spilled).toBeGreaterThan(40 * 66_000 + 10_000)
  expect(inFile.all === decode('v2', many()).all).toBe(true)
})

it.each([
  'e0 80 80', // overlong
  'e0 9f bf 41',
  'e0 a0 80',
  'ed 9f bf',
  'ed a0 80', // a surrogate
  'f0 8f bf bf',
  'f0 90 80 80',
  'f4 8f bf bf',
  'f4 90 80 80', // beyond U+10FFFF
  'f5 80 80 80',
  'c1 bf c2 80 df bf',
  'ef bf e2 82 f0 9f 98 22',
  'f0 9f c3 a9 0a',
  'e2 82',
])(
  'the bytes %s are decoded as the Encoding Standard does, wherever a block of memory ends in them',
  (hex) => {
    const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex')
    const text = new TextDecoder().decode(bytes)
    // the first block of an attachment has less than 128 bytes
    for (let before = 80; before <= 128; before++) {
      const { details } = decode('v2', [
        ...['x'.repeat(before), bytes].map((file) =>
          packet({ id: 'a', file: ['log', file], mime: 'text/plain; charset=utf8' }),
        ),
        packet({ id: 'a', status: 'success' }),
      ])
      expect(details.a.log, `behind ${before}`).toBe('x'.repeat(before) + text)
    }
  },
)

it('escapes what JSON must have escaped, and nothing else, at every place of a vector', () => {
  const ascii = String.fromCharCode(...Array.from({ length: 128 }, (_, i) => i))
  const mixed = 'é"\\#!\u007f\u0001𐍈'
  for (let before = 1; before < 35; before++) {
    for (const text of [ascii, mixed, 'x'.repeat(31), '"'.repeat(before), '#'.repeat(70)]) {
      const log = '!'.repeat(before) + text
      // an id has no NUL
      const id = `"${log.replace('\0', '')}`
      const file = ['log', log] as const
      const { all } = decode('v2', [
        packet({ id, status: 'success', mime: 'text/plain; charset=utf8', file }),
      ])
      expect(all).toContain(`"log":${JSON.stringify(log)}`)
      expect(all).toContain(`{"name":${JSON.stringify(id)}`)
    }
  }
})

it('has room for text of nothing but what is escaped, of any length', () => {
  const controls = (length: number) => '\u0001'.repeat(length)
  const tests = Array.from({ length: 12 }, (_, i) => ({
    id: `${i}${controls(40_000 + i * 997)}`,
    log: controls(100_000),
  }))
  const { all } = decode(
    'v2',
    tests.map(({ id, log }) => packet({ id, status: 'success', mime: 'text/plain', file: ['log', log] })),
  )
  for (const { id, log } of tests) {
    expect(all.includes(`{"name":${JSON.stringify(id)},`)).toBe(true)
    expect(all.includes(`${JSON.stringify(id)}:{`)).toBe(true)
    expect(all.includes(`"log":${JSON.stringify(log)}`)).toBe(true)
  }
})
