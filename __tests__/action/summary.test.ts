import type { Nodes, Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { describe, expect, it } from 'vitest'
import { renderSummary, renderTrouble, SUMMARY_BYTES } from '../../src/action/summary.ts'
import type { ConvertResult } from '../../src/convert.ts'
import type { StatsFailure } from '../../src/format/exported.ts'
import { HOSTILE } from '../helpers/hostile.ts'
import { resultOf, runOf } from '../helpers/result.ts'

const LINKS = {
  name: 'unit',
  report: 'https://github.com/a/b/actions/runs/1/artifacts/2',
  data: null,
  faults: [],
}

const parse = (text: string): Root =>
  fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })

/** The tree without the texts that stand in code, so that only what Markdown made of them is left. */
function shape(node: Nodes): unknown {
  if (node.type === 'code' || node.type === 'inlineCode') return node.type
  if ('children' in node) return [node.type, ...node.children.map(shape)]
  return 'value' in node ? `${node.type}: ${node.value}` : node.type
}

/** Everything that can hold an input's text does. */
function everywhere(text: string): ConvertResult {
  const failure = (details: readonly string[] | null): StatsFailure => ({ name: text, duration: 1, details })
  const failures = [failure([text]), failure([text, text]), failure(null)]
  const warnings = [
    { kind: 'damaged' as const, message: text },
    { kind: 'noise' as const, message: text },
  ]
  const run = runOf({ name: text, failures, warnings, slowest: [{ name: text, duration: 3 }] })
  return resultOf([run, run], { problems: [{ kind: 'tests', input: text, message: text }], notices: [text] })
}

const render = (text: string): string =>
  renderSummary(everywhere(text), { ...LINKS, name: text, faults: [text] })

describe('a hostile text', () => {
  const harmless = shape(parse(render('harmless')))

  it.each(HOSTILE.map((text) => [text.slice(0, 40), text]))('%j is nothing but code', (_, text) => {
    expect(shape(parse(render(text)))).toEqual(harmless)
  })

  it('leaves nothing in the summary that cannot be seen', () => {
    for (const text of HOSTILE) expect(render(text)).not.toMatch(/[\0\r\u202e]/)
  })
})

it('there are 100 hostile texts', () => {
  expect(new Set(HOSTILE).size).toBeGreaterThanOrEqual(100)
})

describe('a summary', () => {
  const failures = [
    { name: 'a.test_x', duration: 0.7583, details: ['KeyError: 1'] },
    { name: 'a.test_y', duration: null, details: null },
  ]
  const run = runOf({ failures, slowest: [{ name: 'a.test_slow', duration: 61 }] })
  const text = renderSummary(resultOf([run]), LINKS)

  it('begins with the verdict and the link', () => {
    expect(text).toMatch(
      /^### ❌ `unit`: 2 of 14 tests failed in 12.5 s\n\n\[Open the report\]\(https:\/\/github.com\/a\/b\/actions\/runs\/1\/artifacts\/2\)\n/,
    )
  })

  it('has a row for each run', () => {
    expect(text).toContain('| ❌ `Subunit File: run.subunit` | 14 | 10 | 2 | 2 | 12.5 s |')
  })

  it('tells failures with their last lines, and the slowest tests', () => {
    expect(text).toContain(
      '#### Failures (2)\n\n- `a.test_x` · 0.758 s\n  ```text\n  KeyError: 1\n  ```\n- `a.test_y`\n',
    )
    expect(text).toContain('1. 1 m 01 s · `a.test_slow`')
  })

  it.each([
    [{ passed: 3, skipped: 0 }, '✅ `unit`: 3 of 3 tests passed in'],
    [{ passed: 3, skipped: 1 }, '✅ `unit`: 3 of 4 tests passed, 1 skipped in'],
    [{ passed: 0, skipped: 2 }, '✅ `unit`: All 2 tests were skipped in'],
  ])('of %j says %s', (facts, expected) => {
    expect(renderSummary(resultOf([runOf(facts)]), LINKS)).toContain(`### ${expected} 12.5 s`)
  })

  it('of no tests says so', () => {
    const none = resultOf([runOf({ passed: 0, skipped: 0 })], { conclusion: 'neutral', duration: null })
    expect(renderSummary(none, LINKS)).toContain('### ⚪ `unit`: No tests ran\n')
  })

  it('says above the failures what may be missing, and what could not be sent', () => {
    const damaged = runOf({ warnings: [{ kind: 'damaged', message: '1 place damaged' }] })
    const problems = [{ kind: 'tests' as const, input: 'x.subunit', message: 'looks like HTML' }]
    const lost = renderSummary(resultOf([damaged], { problems, conclusion: 'failure' }), {
      ...LINKS,
      faults: ['no upload'],
    })
    expect(lost).toContain('No failure in 12 tests, and results may be missing')
    expect(lost).toContain(
      '#### Warnings\n\n- ❌ `x.subunit`: `looks like HTML`\n- ⚠️ `no upload`\n- ⚠️ `Subunit File: run.subunit`: `1 place damaged`\n',
    )
  })

  it('without a report says what was wrong', () => {
    expect(renderTrouble('unit', ['input runs is "x"'])).toBe(
      '### ⚠️ `unit`: no report\n\n- `input runs is "x"`\n',
    )
  })
})

describe('in bytes', () => {
  const failure = (i: number): StatsFailure => ({
    name: `m.Größe.test_${i}`,
    duration: i,
    details: ['ü'.repeat(500)],
  })
  const many = Array.from({ length: 100_000 }, (_, i) => failure(i))

  it('100,000 failures fit, cut on a whole one, and their number is said', () => {
    const text = renderSummary(resultOf([runOf({ failures: many })]), LINKS)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(SUMMARY_BYTES)
    expect(Buffer.byteLength(text)).toBeGreaterThan(SUMMARY_BYTES * 0.9)
    const [, shown] = /#### Failures \((\d+) of 100,000\)/.exec(text) ?? []
    expect(text.match(/^- `m\.Größe/gm)).toHaveLength(Number(shown))
    expect(parse(text).children.map(({ type }) => type)).toEqual([
      'heading',
      'paragraph',
      'table',
      'heading',
      'list',
    ])
  })

  it('each of ten runs shows some of its failures', () => {
    const text = renderSummary(
      resultOf(
        Array.from({ length: 10 }, (_, i) => runOf({ name: `run ${i}`, failures: many.slice(0, 2000) })),
      ),
      LINKS,
    )
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(SUMMARY_BYTES)
    for (let i = 0; i < 10; i++)
      expect(text).toMatch(new RegExp(`#### Failures in \`run ${i}\` \\([1-9]\\d* of 2,000\\)`))
  })

  it('10,000 runs with everything fit', () => {
    const warnings = [
      { kind: 'damaged' as const, message: 'm'.repeat(1000) },
      { kind: 'noise' as const, message: 'm'.repeat(1000) },
    ]
    const run = runOf({
      name: 'n'.repeat(1000),
      failures: many.slice(0, 1),
      warnings,
      slowest: [{ name: 'n'.repeat(1000), duration: 1 }],
    })
    const result = resultOf(
      Array.from({ length: 10_000 }, () => run),
      { notices: Array.from({ length: 1000 }, () => 'x'.repeat(1000)) },
    )
    const text = renderSummary(result, {
      ...LINKS,
      faults: Array.from({ length: 100 }, () => 'f'.repeat(1000)),
    })
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(SUMMARY_BYTES)
    expect(text).toMatch(/\d+ of 10,000 runs are shown\./)
    expect(text).toMatch(/The failures of [\d,]+ more runs are in the report\./)
  })

  it('one monstrous name or log line costs no more than others', () => {
    const monster = { name: 'x'.repeat(5_000_000), duration: 1, details: ['`'.repeat(5_000_000)] }
    const text = renderSummary(resultOf([runOf({ failures: [monster, failure(1)] })]), LINKS)
    expect(Buffer.byteLength(text)).toBeLessThan(10_000)
    expect(text).toContain('test_1')
  })
})
