import { describe, expect, it } from 'vitest'
import {
  COMMENT_BYTES,
  harmless,
  holds,
  MARKER,
  merged,
  parseHidden,
  parseSections,
  printSections,
  type Section,
  sectionKey,
  withRun,
  withSection,
} from '../../src/action/pull/comment-body.ts'

const [HEAD, PUSHED] = ['a'.repeat(40), 'b'.repeat(40)]
const UNIT = sectionKey('tests', 'unit')

const sectionOf = (facts: Partial<Section> = {}): Section => ({
  key: UNIT,
  run: 1,
  attempt: 1,
  commit: HEAD,
  newest: 0,
  text: '### unit',
  ...facts,
})

describe('a comment’s text', () => {
  it('still has its sections after it was edited in a browser, which ends lines with CRLF', () => {
    const text = '### ❌ `unit`\n\n1 passed · 1 failed'
    const sections = [
      sectionOf({ key: 'a', run: 123_456_789_012_345, attempt: 12, newest: 4711, text }),
      sectionOf({ key: 'b', commit: null, text: '' }),
    ]
    // the first one is of an earlier commit, and so the last
    const shown = [sections[1], { ...sections[0], newest: 123_456_789_012_346 }]
    expect(parseSections(printSections(sections))).toEqual(sections)
    const edited = `${printSections(shown).replaceAll('\n', '\r\n')}\r\n\r\nNoted.`
    expect(parseSections(edited)).toEqual(shown)
  })

  it('keeps what a later version has added to a hidden line', () => {
    const line = `<!-- stackviz:section ${UNIT} 7.1 ${HEAD} 0 app.1%20x/2 9 -->`
    const body = [MARKER, `${line}\n### unit\n<!-- stackviz:end -->`].join('\n\n')
    const other = sectionOf({ key: sectionKey('tests', 'other'), run: 8, commit: PUSHED })
    const written = printSections(withRun(withSection(parseSections(body), other), other))
    expect(written).toContain(line.replace(`${HEAD} 0`, `${HEAD} 8`))
    expect(printSections(withSection(parseSections(body), sectionOf({ run: 8 })))).not.toContain('app.1')
  })

  it('begins with the sections of now, sorted by key, and ends with those of earlier commits', () => {
    const keys = ['d', 'b', 'c', 'a']
    const body = printSections(keys.map((key) => sectionOf({ key, newest: 'ab'.includes(key) ? 2 : 1 })))
    expect(body.match(/section \w|<\/?details>|<summary>.*/g)).toEqual([
      'section c',
      'section d',
      '<details>',
      '<summary>2 reports of earlier commits, not made again so far</summary>',
      'section a',
      'section b',
      '</details>',
    ])
    const [, folded] = body.split('</summary>\n\n')
    expect(folded.split('\n\n').map((part) => part.split(' ', 3).at(-1))).toEqual(['a', 'b', '</details>'])
  })

  it('has no folded part and counts nothing if all is of now and fits', () => {
    const line = `<!-- stackviz:section ${UNIT} 1.1 ${HEAD} 0 -->\n### unit\n<!-- stackviz:end -->`
    expect(printSections([sectionOf()])).toBe(`${MARKER}\n\n${line}`)
  })

  it('has as much of each section as fits: all first lines before any more, and else a count', () => {
    const sections = ['a', 'b'].map((key) => sectionOf({ key, text: `${key}!\nmore` }))
    const bare = printSections(sections.map(({ key, ...rest }) => ({ ...rest, key, text: `${key}!` })))
    // what the parts take, the marker, and the room for what is around them
    const lines = Buffer.byteLength(bare) + 400
    const told = (bytes: number, before: string[] = []): [string[], string | undefined] => {
      const body = printSections(sections, before, bytes)
      return [parseSections(body).map(({ text }) => text), /\d+ more reports? do.*/.exec(body)?.[0]]
    }
    const [both, one] = ['2 more reports do', '1 more report does'].map(
      (words) => `${words} not fit here; find ${words.startsWith('2') ? 'them' : 'it'} among the checks.`,
    )
    const more = Buffer.byteLength('\nmore')
    const part = (lines - 400 - Buffer.byteLength(MARKER)) / 2
    const counted = 400 * 9 + 30
    expect(told(lines + 2 * more)).toEqual([['a!\nmore', 'b!\nmore'], undefined])
    expect(told(lines + 2 * more - 1)).toEqual([['a!\nmore', 'b!'], undefined])
    expect(told(lines + more - 1)).toEqual([['a!', 'b!'], undefined])
    expect(told(lines)).toEqual([['a!', 'b!'], undefined])
    // one that does not fit takes room for many that may not fit either
    expect(told(lines - 1)).toEqual([[], both])
    expect(told(lines + counted, ['0123abcd'])).toEqual([['a!', 'b!'], one])
    expect(told(lines + counted - part + more, ['0123abcd'])).toEqual([['a!'], both])
  })

  it('has the sections of a hundred reports within the limit', () => {
    const sections = Array.from({ length: 100 }, (_, i) =>
      sectionOf({ key: `k${i}`, commit: null, text: `### leg ${i}\n\n${'ü'.repeat(3000)}` }),
    )
    const body = printSections(sections)
    expect(COMMENT_BYTES).toBeLessThanOrEqual(65_536)
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(COMMENT_BYTES)
    expect(Buffer.byteLength(body)).toBeGreaterThan(COMMENT_BYTES * 0.85)
    expect(parseSections(body)).toHaveLength(100)
  })

  it('of ten thousand reports says how many do not fit', () => {
    const sections = Array.from({ length: 10_000 }, (_, i) =>
      sectionOf({ key: `k${i}`, commit: null, text: `### leg ${i}` }),
    )
    const body = printSections(sections)
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(COMMENT_BYTES)
    const shown = parseSections(body)
    expect(body).toContain(`${10_000 - shown.length} more reports do not fit here`)
    expect(parseHidden(body)).toHaveLength(400)
  })

  it('still counts the reports that did not fit when others are added, and each once', () => {
    const leg = (n: number): Section =>
      sectionOf({ key: `k${1000 + n}`, commit: null, text: `### leg ${n} ${'x'.repeat(400)}` })
    let body = printSections(Array.from({ length: 200 }, (_, n) => leg(n)))
    const room = parseSections(body).length
    expect(room).toBeLessThan(200)
    for (const n of [200, 201, 201, 199])
      body = printSections([...parseSections(body), leg(n)], parseHidden(body))
    expect(parseSections(body)).toHaveLength(room)
    expect(body).toContain(`\n\n${202 - room} more reports do not fit here; find them among the checks.\n`)
    expect(holds(body, leg(201), true)).toBe(true)
    expect(holds(body, leg(202), true)).toBe(false)
    // without the rest, there is room for it
    const fewer = printSections([leg(201), leg(202)], parseHidden(body))
    expect(fewer).toContain(`\n\n${201 - room} more reports do not fit here`)
  })

  it('has keys that end no hidden line, and tell workflow and report apart', () => {
    expect(sectionKey('a -->', 'b/c')).toBe('a%20%2D%2D%3E/b%2Fc')
  })

  it('takes no text of an input for one of its hidden lines', () => {
    expect(parseSections(harmless(printSections([sectionOf()])))).toEqual([])
    expect(harmless('<!-- a --> <!-- b')).toBe('<\u200b!-- a --> <\u200b!-- b')
  })
})

describe('of two sections of one report', () => {
  it.each([
    [3, 1, 'own', false],
    [2, 3, 'own', false],
    [2, 2, 'own', true],
    [2, 1, 'there', true],
    [1, 3, 'there', true],
  ])('run %i, attempt %i beside 2, 2: the later one stays: %s', (run, attempt, text, isHeld) => {
    const there = sectionOf({ run: 2, attempt: 2, newest: 5, text: 'there' })
    const other = sectionOf({ key: 'other' })
    const own = sectionOf({ run, attempt, newest: 4, text: 'own' })
    const stays = { ...(text === 'own' ? own : there), newest: 5 }
    expect(withSection([there, other], own)).toEqual([other, stays])
    expect(merged([there], [other, own])).toEqual([other, stays])
    expect(holds(printSections([there, other]), own, true)).toBe(isHeld)
  })
})

describe('of sections of one workflow', () => {
  const own = sectionOf({ key: sectionKey('tests', 'leg'), run: 5, commit: PUSHED })
  it.each<[string, Partial<Section>, number]>([
    ['another commit', {}, 5],
    ['another commit, which knows of a newer run', { newest: 6 }, 6],
    ['the same commit', { commit: PUSHED }, 0],
    ['an unknown commit', { commit: null }, 0],
    ['another workflow', { key: sectionKey('tempest', 'unit') }, 0],
  ])('those of other commits learn of the newest run: %s', (_, facts, newest) => {
    const each = sectionOf(facts)
    expect(withRun([each], own)).toEqual([{ ...each, newest }])
    expect(withRun([each], { ...own, commit: null })).toEqual([each])
    // also without a section of its own
    expect(holds(printSections([{ ...each, newest }]), own, false)).toBe(true)
    const isUntold = newest === 5
    expect(holds(printSections([each]), own, false)).toBe(!isUntold)
    expect(holds(printSections([each, own]), own, true)).toBe(!isUntold)
  })

  it('each learns of the others, even if the commit of the one that reports is unknown', () => {
    const other = sectionOf({ key: sectionKey('tests', 'leg'), run: 4, commit: PUSHED })
    expect(withRun([sectionOf(), other], { ...own, commit: null })).toEqual([
      sectionOf({ newest: 4 }),
      { ...other, newest: 1 },
    ])
  })

  it('one that is missing matters if it is wanted, and one behind another’s words always', () => {
    const body = printSections([sectionOf({ newest: 5 })])
    expect(holds(body, own, true)).toBe(false)
    expect(holds(`Thanks! ${body}`, own, false)).toBe(false)
  })
})
