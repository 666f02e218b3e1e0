import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EXAMPLES, GITHUB, JWT, LOOK_ALIKES, pemOf } from './examples.ts'
import { redact } from './redact.ts'

describe('a secret', () => {
  it.each(EXAMPLES)('is replaced and counted once: %s', (_, text, redacted) => {
    expect(redact([text])).toEqual({ text: redacted, count: 1 })
  })

  it.each(EXAMPLES)('is not found again after its replacement: %s', (_, __, redacted) => {
    expect(redact([redacted])).toEqual({ text: redacted, count: 0 })
  })

  it('is found as a whole, whatever was read before', () => {
    const token = (length: number): string =>
      `ghs_${'B2'.repeat(30).slice(0, length)}${'.'.repeat(50 - length)} `
    for (const length of [38, 44]) expect(redact([token(length)]).text).toBe(`***${'.'.repeat(50 - length)} `)
  })

  it('is found among others', () => {
    const text = EXAMPLES.map(([, example]) => example).join('\n')
    const redacted = EXAMPLES.map(([, , example]) => example).join('\n')
    expect(redact([text])).toEqual({ text: redacted, count: EXAMPLES.length })
  })

  it('is replaced between bytes that are not UTF-8, which stay', () => {
    const bytes = Buffer.concat([
      Buffer.from([0xff, 0xe4, 0]),
      Buffer.from(GITHUB),
      Buffer.from([0xe4, 0xb3]),
    ])
    const latin1 = redact([bytes]).text
    expect(latin1).toBe(Buffer.from([0xff, 0xe4, 0, 0x2a, 0x2a, 0x2a, 0xe4, 0xb3]).toString())
  })

  it('of more than 64 KiB is replaced up to that length', () => {
    const { text, count } = redact([`${JWT}${'x'.repeat(100_000)} `])
    expect([text.slice(0, 4), text.length, count]).toEqual(['***x', 3 + JWT.length + 100_001 - (64 << 10), 1])
  })

  it('without an end leaves the text before the next private key unchanged', () => {
    const cut = pemOf().slice(0, 200)
    const text = `${cut}\nlog of the first\n${pemOf()}\nlog of the second`
    expect(redact([text]).text).toBe('***\nlog of the first\n***\nlog of the second')
  })
})

it.each(LOOK_ALIKES)('a text that only looks like a secret is unchanged: %s', (text) => {
  expect(redact([text])).toEqual({ text, count: 0 })
})

it.each([
  ['ghp_', 36],
  ['github_pat_', 36],
  ['ghs_', 36],
  ['AKIA', 16],
  ['AIza', 35],
  ['ya29.', 20],
  ['glpat-', 20],
  ['npm_', 36],
  ['pypi-AgE', 60],
  ['dckr_pat_', 20],
  ['xoxb-', 20],
  ['hvs.', 24],
  ['hf_', 34],
  ['sk-proj-', 40],
  ['gAAAA', 60],
])('behind %s, a secret has at least %i letters and digits', (prefix, length) => {
  const token = (characters: number): string =>
    `${'.'.repeat(99)} ${prefix}${'B2'.repeat(characters).slice(0, characters)} `
  expect(redact([token(length)])).toEqual({ text: `${'.'.repeat(99)} *** `, count: 1 })
  expect(redact([token(length - 1)])).toEqual({ text: token(length - 1), count: 0 })
})

describe('a known secret value', () => {
  const values = ['correct horse', 'grün-bäume', 'correct', `${GITHUB}+more`]

  it('is replaced wherever it occurs in the same case', () => {
    const text = 'a correct horse, Correct horse, grün-bäume'
    expect(redact([text], { shapes: false, values })).toEqual({ text: 'a ***, Correct horse, ***', count: 2 })
  })

  it('is replaced as a whole even if it begins with a token of a known shape', () => {
    expect(redact([`${GITHUB}+more`], { shapes: true, values }).text).toBe('***')
  })

  it('is replaced as a whole even if it begins with another one', () => {
    const known = ['correct horse', 'correct horse battery']
    for (const order of [known, known.toReversed()]) {
      const found = redact(['correct horse battery!'], { shapes: false, values: order })
      expect(found).toEqual({ text: '***!', count: 1 })
    }
  })

  it.each([
    ['https://robot-1a2b:pass@host/', 'robot-1a2b', 'https://***@host/'],
    ['https://robot:1a2b@host/', 'robot:1a2b', 'https://***@host/'],
    ['mysql://root:pa55@2026/x@host/', 'pa55@2026/x', 'mysql://root:***@host/'],
    [
      'Authorization: Bearer 0123456789abcdef!ghi now',
      '0123456789abcdef!ghi',
      'Authorization: Bearer *** now',
    ],
    [`${GITHUB}+more`, `${GITHUB.slice(20)}+more`, '***'],
  ])('is replaced as a whole even if a shape is recognised in a part of it: %s', (text, value, redacted) => {
    expect(redact([text], { shapes: true, values: [value] })).toEqual({ text: redacted, count: 1 })
  })

  it('is replaced together with others that overlap it', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 41, maxLength: 60 })
    const places = fc.array(fc.tuple(fc.nat(29), fc.integer({ min: 8, max: 12 })), { maxLength: 8 })
    fc.assert(
      fc.property(texts, places, (text, chosen) => {
        const known = chosen.map(([at, length]) => text.slice(at, at + length))
        const isSecret = Array.from(text, () => false)
        for (const value of known)
          for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1))
            isSecret.fill(true, at, at + value.length)
        const marked = Array.from(text, (char, i) => (isSecret[i] ? '*' : char)).join('')
        // neighbours that do not overlap are replaced one by one
        const { text: redacted } = redact([text], { shapes: false, values: known })
        expect(redacted.replaceAll(/\*+/g, '*')).toBe(marked.replaceAll(/\*+/g, '*'))
      }),
    )
  })

  it('is not replaced if it is shorter than eight bytes, like ordinary words', () => {
    expect(redact(['correct'], { shapes: false, values })).toEqual({ text: 'correct', count: 0 })
    expect(redact(['corrects'], { shapes: false, values: ['corrects'] })).toEqual({ text: '***', count: 1 })
  })
})
