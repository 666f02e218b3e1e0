import { describe, expect, it } from 'vitest'
import { EXAMPLES, GITHUB, JWT, LOOK_ALIKES, pemOf } from './examples.ts'
import { redact } from './redact.ts'

describe('a secret', () => {
  it.each(EXAMPLES)('is replaced and counted once: %s', (_, text, redacted) => {
    expect(redact([text])).toEqual({ text: redacted, count: 1 })
  })

  it.each(EXAMPLES)('that is replaced is none any more: %s', (_, __, redacted) => {
    expect(redact([redacted])).toEqual({ text: redacted, count: 0 })
  })

  it('is found among others', () => {
    const text = EXAMPLES.map(([, example]) => example).join('\n')
    const redacted = EXAMPLES.map(([, , example]) => example).join('\n')
    expect(redact([text])).toEqual({ text: redacted, count: EXAMPLES.length })
  })

  it('in bytes that are no UTF-8 is replaced, and they stay', () => {
    const bytes = Buffer.concat([
      Buffer.from([0xff, 0xe4, 0]),
      Buffer.from(GITHUB),
      Buffer.from([0xe4, 0xb3]),
    ])
    const latin1 = redact([bytes]).text
    expect(latin1).toBe(Buffer.from([0xff, 0xe4, 0, 0x2a, 0x2a, 0x2a, 0xe4, 0xb3]).toString())
  })

  it('of more bytes than are looked at is replaced as far as they go', () => {
    const { text, count } = redact([`${JWT}${'x'.repeat(100_000)} `])
    expect([text.slice(0, 4), text.length, count]).toEqual(['***x', 3 + JWT.length + 100_001 - (64 << 10), 1])
  })

  it('leaves alone what stands between one key without an end and another', () => {
    const cut = pemOf().slice(0, 200)
    const text = `${cut}\nlog of the first\n${pemOf()}\nlog of the second`
    expect(redact([text]).text).toBe('***\nlog of the first\n***\nlog of the second')
  })
})

it.each(LOOK_ALIKES)('what only looks like a secret stays: %s', (text) => {
  expect(redact([text])).toEqual({ text, count: 0 })
})

describe('a value that is known to be secret', () => {
  const values = ['correct horse', 'grün-bäume', 'correct', `${GITHUB}+more`]

  it('is replaced wherever it stands, the longest first', () => {
    const text = 'a correct horse, Correct horse, grün-bäume'
    expect(redact([text], { shapes: false, values })).toEqual({ text: 'a ***, Correct horse, ***', count: 2 })
  })

  it('is replaced as a whole where it begins like a shape', () => {
    expect(redact([`${GITHUB}+more`], { shapes: true, values }).text).toBe('***')
  })

  it('is not replaced where it is shorter than eight bytes, as words are', () => {
    expect(redact(['correct'], { shapes: false, values })).toEqual({ text: 'correct', count: 0 })
  })
})
