import { describe, expect, it } from 'vitest'
import { ANCHORS, type Anchor } from '../../src/redact/anchors.ts'
import { type Redacted, Redactor } from '../../src/redact/redactor.ts'
import { decode } from '../helpers/decoded.ts'
import { packet } from '../helpers/v2-writer.ts'

/** Counts how often the engine asks. */
class Counting extends Redactor {
  asked = 0

  override redact(bytes: Buffer, last: boolean): Redacted {
    this.asked++
    return super.redact(bytes, last)
  }
}

/** How often the engine asks about a log. */
function asked(log: string): number {
  const redactor = new Counting({ shapes: true, values: ['correct horse'] })
  decode(
    'v2',
    [packet({ id: 'a', status: 'success', mime: 'text/plain', file: ['log', log] })],
    1 << 20,
    redactor,
  )
  return redactor.asked
}

/** Letters, digits and what else logs are full of, each three in a row: all of them but anchors' own. */
const TEXT = 'abcdefghijklmnopqrstuvwxyz_0123456789-. ,'
const anchors = Object.values(ANCHORS).flatMap((some: readonly Anchor[]) => some.map(({ text }) => text))

describe('the engine asks for secrets', () => {
  it.each([...anchors.filter((text) => text !== '://'), 'correct horse', 'AUTHORIZATION', 'X-auth-TOKEN'])(
    'at %s',
    (anchor) => {
      expect(asked(`some text ${anchor} and more of it`)).toBeGreaterThan(0)
      expect(asked(`some text ${anchor}`)).toBeGreaterThan(0)
    },
  )

  it('at a URL only if a password may be in it', () => {
    expect(asked('see http://localhost:8774/v2.1/servers for more')).toBe(0)
    expect(asked('see http://me:secret@localhost:8774/v2.1 for more')).toBe(1)
  })

  it('seldom in text without an anchor', () => {
    // of 69,000 threes of characters some 30 are an anchor's, and some share a hash with one
    let threes = ''
    for (const a of TEXT) for (const b of TEXT) for (const c of TEXT) threes += a + b + c
    expect(asked(threes)).toBeLessThan(500)
    expect(
      asked("2026-11-30 12:00:00 DEBUG [nova.api] user_id='a', project_id='b', errors: rs:res ".repeat(99)),
    ).toBe(0)
  })
})
