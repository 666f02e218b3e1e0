import type { Nodes, Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { describe, expect, it } from 'vitest'
import { failureLists } from '../../src/action/summary/failures.ts'
import { renderSection, SECTION_BYTES } from '../../src/action/summary/section.ts'
import { renderSummary, SUMMARY_BYTES } from '../../src/action/summary/summary.ts'
import { renderTrouble, renderUnpublished } from '../../src/action/summary/trouble.ts'
import { type Lanes, WORST } from '../../src/convert/lanes.ts'
import type { ConvertResult } from '../../src/convert/types.ts'
import type { StatsFailure } from '../../src/format/exported.ts'
import { HOSTILE } from '../helpers/hostile.ts'
import { resultOf, runOf } from '../helpers/result.ts'

const LINKS = {
  name: 'unit',
  report: 'https://github.com/a/b/actions/runs/1/artifacts/2',
  data: null,
  faults: [],
  overviews: [],
}

/** Two workers over ten seconds in ten buckets: the second fails a test in the fifth bucket, then is idle. */
const { success: PASS, failure: FAIL, unended: HUNG } = WORST

const LANES: Lanes = {
  start: 1_772_366_400e6,
  end: 1_772_366_410e6,
  lanes: [
    {
      worker: 0,
      tests: 12,
      failed: 0,
      busy: 1,
      buckets: new Float64Array(10).fill(1),
      worst: new Uint8Array(10).fill(PASS),
    },
    {
      worker: 1,
      tests: 2,
      failed: 1,
      busy: 0.5,
      buckets: Float64Array.of(1, 1, 0.4, 0.5, 1, 0, 0, 0, 0, 0),
      worst: Uint8Array.of(PASS, PASS, PASS, PASS, FAIL, 0, 0, HUNG, HUNG, FAIL),
    },
  ],
}

const parse = (text: string): Root =>
  fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })

/** The syntax tree without the content of code, so that only text which Markdown interprets is compared. */
function shape(node: Nodes): unknown {
  if (node.type === 'code' || node.type === 'inlineCode') return node.type
  // a name short enough for a URL links to its test's page, and nowhere else
  if (node.type === 'link' && node.children[0].type === 'inlineCode')
    return node.url.startsWith(`${LINKS.report}#/test/`) ? 'inlineCode' : `link to ${node.url}`
  if (node.type === 'html') return `html: ${node.value.replace(/<code>[^<]*<\/code>/g, '<code/>')}`
  if ('children' in node) return [node.type, ...node.children.map(shape)]
  return 'value' in node ? `${node.type}: ${node.value}` : node.type
}

/** A result with `text` everywhere that an input's text can appear. */
function everywhere(text: string): ConvertResult {
  const failure = (details: readonly string[] | null): StatsFailure => ({ name: text, duration: 1, details })
  const failures = [failure([text]), failure([text, text]), failure(null)]
  const warnings = [
    { kind: 'damaged' as const, message: text },
    { kind: 'noise' as const, message: text },
    { kind: 'not_run' as const, message: text, missing: 2, names: [text] },
  ]
  const skips = [{ name: text, duration: 1, details: text }]
  const run = runOf({ name: text, failures, warnings, skips, slowest: [{ name: text, duration: 3 }] })
  return resultOf([run, run], { problems: [{ kind: 'tests', input: text, message: text }], notices: [text] })
}

/** Everything that the action writes as Markdown. */
function render(text: string): string {
  const result = everywhere(text)
  const overviews = result.runs.map((run) => ({ run, lanes: LANES, machine: null }))
  return [
    renderSummary(result, { ...LINKS, name: text, faults: [text], overviews }),
    renderSection(result, { ...LINKS, name: text, commit: null }, 100_000),
    renderTrouble(text, [text]),
    renderUnpublished([text]),
  ].join('\n\n')
}

describe('a hostile text', () => {
  const harmless = shape(parse(render('harmless')))

  it.each(HOSTILE.map((text) => [text.slice(0, 40), text]))('%j is rendered only as code', (_, text) => {
    expect(shape(parse(render(text)))).toEqual(harmless)
  })

  it('leaves no NUL, CR or bidirectional override in the summary', () => {
    for (const text of HOSTILE) expect(render(text)).not.toMatch(/[\0\r\u202e]/)
  })
})

it('at least 100 hostile texts are tested', () => {
  expect(new Set(HOSTILE).size).toBeGreaterThanOrEqual(100)
})

describe('a summary', () => {
  const failures = [
    { name: 'a.test_x', duration: 0.7583, details: ['KeyError: 1'] },
    { name: 'a.test_y', duration: null, details: null },
  ]
  const run = runOf({ failures, slowest: [{ name: 'a.test_slow', duration: 61 }] })
  const text = renderSummary(resultOf([run]), LINKS)

  it('begins with the verdict, the link and the counts', () => {
    expect(text).toMatch(
      /^### ❌ `unit`: 2 of 14 tests failed in 12.5 s\n\n\*\*\[Open the report\]\(https:\/\/github.com\/a\/b\/actions\/runs\/1\/artifacts\/2\)\*\*\n\n2 failed · 2 skipped · 10 passed\n/,
    )
  })

  it('has a link to the data, if that was uploaded', () => {
    const data = 'https://github.com/a/b/actions/runs/1/artifacts/3'
    expect(renderSummary(resultOf([run]), { ...LINKS, data })).toContain(
      `**[Open the report](${LINKS.report})** · [Download the data](${data})\n\n`,
    )
    expect(renderSummary(resultOf([run]), { ...LINKS, report: null, data })).toContain(
      `\n\n[Download the data](${data})\n\n`,
    )
  })

  it('says of a test that never ended how long it took at least', () => {
    const hung = [
      { name: 'a.hung', duration: 3.69, details: ['Did not finish'] },
      { name: 'a.last', duration: 0, details: ['No status'] },
    ]
    expect(renderSummary(resultOf([runOf({ failures: hung })]), LINKS)).toMatch(
      /a\.hung.* · ≥ 3\.69 s\\\n {2}`Did not finish`\n.*a\.last`\]\([^)]*\)\\\n {2}`No status`\n/,
    )
  })

  it('shows the last two lines of a failure, if it has as many', () => {
    const several = [['first', 'second', 'third'], []].map((details, n) => ({
      name: `t${n}`,
      duration: 1,
      details,
    }))
    expect(renderSummary(resultOf([runOf({ failures: several })]), { ...LINKS, report: null })).toContain(
      '\n\n- `t0` · 1.00 s\n  ```text\n  second\n  third\n  ```\n- `t1` · 1.00 s\n\n',
    )
  })

  it('says which attempt failed, and in which the test passed', () => {
    const again = runOf({ failures: [{ ...failures[0], attempt: 2, passedIn: 3 }] })
    expect(renderSummary(resultOf([again]), LINKS)).toMatch(
      /^- \[`a\.test_x`\]\(.*\) · 0\.758 s · attempt 2 · passed in attempt 3\\\n {2}`KeyError: 1`$/m,
    )
  })

  it('links a test that ran several times to the result that is meant', () => {
    const again = runOf({
      failures: [{ ...failures[0], attempt: 2, place: 3 }],
      slowest: [{ name: 'a.test_x', duration: 61, place: 2 }],
    })
    const links = renderSummary(resultOf([again]), LINKS).match(/#\/test\/[^)]*/g)
    expect(links).toEqual(['#/test/0/a.test_x~3', '#/test/0/a.test_x~2'])
  })

  it('lists the slowest tests of all runs together, ten at most', () => {
    const slowest = (first: number) =>
      Array.from({ length: 10 }, (_, i) => ({ name: `t${first - i}`, duration: first - i }))
    const runs = [runOf({ name: 'one', slowest: slowest(15) }), runOf({ name: 'two', slowest: slowest(20) })]
    const both = renderSummary(resultOf(runs), {
      ...LINKS,
      report: null,
    })
    const listed = [...both.matchAll(/`t(\d+)` · `(.*)`$/gm)].map(([, n, name]) => `${n} ${name}`)
    expect(listed).toEqual(
      [20, 19, 18, 17, 16].map((n) => `${n} two`).concat('15 one', '15 two', '14 one', '14 two', '13 one'),
    )
  })

  it('shows of each of several runs whether it failed, lost data, passed or is empty', () => {
    const damaged = { kind: 'damaged', message: '1 place damaged' } as const
    const noise = { kind: 'noise', message: '1 place' } as const
    const runs = [
      runOf({ failures: failures.slice(0, 1), warnings: [damaged] }),
      runOf({ warnings: [noise, damaged] }),
      runOf({ warnings: [noise] }),
      { ...runOf({ passed: 0, skipped: 0 }), duration: null },
    ]
    const rows = renderSummary(resultOf(runs), LINKS)
      .split('\n')
      .filter((line) => line.startsWith('| ') && line.includes('run.subunit'))
    expect(rows.map((row) => row.replace(' `Subunit File: run.subunit`', ''))).toEqual([
      '| ❌ | 13 | 1 | 2 | 10 | 12.5 s |',
      '| ⚠️ | 12 | 0 | 2 | 10 | 12.5 s |',
      '| ✅ | 12 | 0 | 2 | 10 | 12.5 s |',
      '| ⚪ | 0 | 0 | 0 | 0 | – |',
    ])
  })

  it('has a table row for each run only if there are several', () => {
    const row = '| ❌ `Subunit File: run.subunit` | 14 | 2 | 2 | 10 | 12.5 s |'
    expect(text).not.toContain('|')
    expect(renderSummary(resultOf([run, run]), LINKS)).toContain(`${row}\n${row}\n`)
  })

  it('draws a row for each worker, with its failures, and for CPU and memory', () => {
    const cpu = {
      mean: 50.4,
      max: 100,
      buckets: Float64Array.of(101, 100, 50, 50, 0, 0, Number.NaN, 50, 50, 50),
    }
    const memory = { mean: 1e9, max: 2e9, buckets: new Float64Array(10).fill(1e9) }
    const overviews = [{ run, lanes: LANES, machine: { cpu, memory } }]
    const drawn = renderSummary(resultOf([run]), { ...LINKS, overviews })
    expect(drawn).toContain('10 passed · 2 workers 75 % busy · CPU 50 % · memory up to 2 GB\n')
    // the first of two runs, though only it could be drawn
    expect(renderSummary(resultOf([run, run]), { ...LINKS, overviews })).not.toContain('% busy ·')
    expect(drawn).toContain(
      [
        '```text',
        'worker 0  ░░░░░░░░░░  100 % busy',
        'worker 1  ░░·░█  --█   50 %',
        '',
        'CPU       ▇▇▄▄▁▁ ▄▄▄   50 %',
        'memory    ▄▄▄▄▄▄▄▄▄▄  ≤ 2 GB',
        '          12:00:00 12:00:10 UTC',
        '```',
      ].join('\n'),
    )
  })

  it('draws no picture of a run without times', () => {
    const overviews = [{ run, lanes: null, machine: null }]
    expect(renderSummary(resultOf([run]), { ...LINKS, overviews })).toBe(text)
  })

  it('draws tests without a worker, and when a wide picture begins and ends', () => {
    const [lane] = LANES.lanes
    const [buckets, worst] = [new Float64Array(20).fill(1), new Uint8Array(20).fill(PASS)]
    const lanes = { ...LANES, lanes: [{ ...lane, worker: null, buckets, worst }] }
    const drawn = renderSummary(resultOf([run]), { ...LINKS, overviews: [{ run, lanes, machine: null }] })
    expect(drawn).not.toMatch(/\d workers? /)
    expect(drawn).toContain(
      ['```text', 'tests  ░░░░░░░░░░░░░░░░░░░░  100 % busy', '       12:00:00    12:00:10 UTC', '```'].join(
        '\n',
      ),
    )
  })

  it('says on which days runs began, if not all did on one', () => {
    const drawn = (start: number): string => {
      const later = { ...LANES, start, end: start + 10e6 }
      const overviews = [LANES, later].map((lanes) => ({ run, lanes, machine: null }))
      return renderSummary(resultOf([run, run]), { ...LINKS, overviews })
    }
    expect(drawn(LANES.start + 3600e6).match(/^ +.* UTC$/gm)).toEqual([
      '          12:00:00 12:00:10 UTC',
      '          13:00:00 13:00:10 UTC',
    ])
    expect(drawn(LANES.start + 86_400e6).match(/^ +.* UTC$/gm)).toEqual([
      '          2026-03-01 12:00:00 12:00:10 UTC',
      '          2026-03-02 12:00:00 12:00:10 UTC',
    ])
  })

  it('rounds no share down to 0 % or up to 100 %, like the report', () => {
    const [one, other] = LANES.lanes
    const lanes = {
      ...LANES,
      lanes: [
        { ...one, busy: 0.9999 },
        { ...other, busy: 0.0016 },
      ],
    }
    const drawn = renderSummary(resultOf([run]), { ...LINKS, overviews: [{ run, lanes, machine: null }] })
    expect(drawn).toContain('worker 0  ░░░░░░░░░░ 99.9 % busy\nworker 1  ░░·░█  --█ 0.16 %\n')
  })

  it.each([
    [24, null],
    [25, '… and 1 more worker\n'],
    [100, '… and 76 more workers\n'],
  ])('of %i workers draws 24, including the one with a failure, and counts the rest', (count, rest) => {
    const lanes = Array.from({ length: count }, (_, worker) => ({
      ...LANES.lanes[worker === count - 1 ? 1 : 0],
      worker,
    }))
    const drawn = renderSummary(resultOf([run]), {
      ...LINKS,
      overviews: [{ run, lanes: { ...LANES, lanes }, machine: null }],
    })
    expect(drawn.match(/^worker \d+ /gm)).toHaveLength(24)
    expect(drawn).toMatch(new RegExp(`worker ${count - 1} .*█`))
    if (rest === null) expect(drawn).not.toContain('…')
    else expect(drawn).toContain(rest)
  })

  it('counts skips by reason, and redacted secrets', () => {
    const skip = (details: string | null) => ({ name: 'a', duration: 0, details })
    const skips = [skip('no db'), skip(null), skip('no db')]
    const counted = renderSummary(
      resultOf([runOf({ skips, warnings: [{ kind: 'redacted', message: '3 secrets', count: 3 }] })]),
      LINKS,
    )
    expect(counted).toContain(
      '<summary>Skipped (3)</summary>\n\n- 2 × `no db`\n- 1 × no reason given\n\n</details>',
    )
    expect(counted).toContain(' · 3 secrets replaced by `***`\n')
    const one = runOf({ warnings: [{ kind: 'redacted', message: 'a secret' }] })
    expect(renderSummary(resultOf([one]), LINKS)).toContain(' · 1 secret replaced by')
  })

  it('lists failures with their last lines, and the slowest tests', () => {
    expect(text).toContain(
      `<details open>\n<summary><b>Failures (2)</b></summary>\n\n- [\`a.test_x\`](${LINKS.report}#/test/0/a.test_x) · 0.758 s\\\n  \`KeyError: 1\`\n- [\`a.test_y\`](${LINKS.report}#/test/0/a.test_y)\n\n</details>\n`,
    )
    expect(text).toContain(`1. 1 m 01 s · [\`a.test_slow\`](${LINKS.report}#/test/0/a.test_slow)`)
  })

  it.each([
    [{ passed: 3, skipped: 0 }, '✅ `unit`: All 3 tests passed in 12.5 s'],
    [{ passed: 3, skipped: 1 }, '✅ `unit`: All 3 tests that ran passed in 12.5 s, 1 skipped'],
    [{ passed: 0, skipped: 2 }, '✅ `unit`: All 2 tests were skipped in 12.5 s'],
    [{ passed: 0, skipped: 1 }, '✅ `unit`: The only test was skipped in 12.5 s'],
  ])('of %j has the verdict %s', (facts, expected) => {
    expect(renderSummary(resultOf([runOf(facts)]), LINKS)).toContain(`### ${expected}\n`)
  })

  it('says whether no tests ran or none could be read', () => {
    const none = resultOf([runOf({ passed: 0, skipped: 0 })], { conclusion: 'neutral', duration: null })
    expect(renderSummary(none, LINKS)).toBe(
      `### ⚪ \`unit\`: No tests ran\n\n**[Open the report](${LINKS.report})**\n`,
    )
    const unread = resultOf([], { conclusion: 'failure', duration: null })
    expect(renderSummary(unread, LINKS)).toContain('### ❌ `unit`: No tests could be read\n')
  })

  it('warns of damage, unreadable inputs and failed uploads', () => {
    const damaged = runOf({ warnings: [{ kind: 'damaged', message: '1 place damaged' }] })
    const problems = [{ kind: 'tests' as const, input: 'x.subunit', message: 'looks like HTML' }]
    const lost = renderSummary(resultOf([damaged], { problems, conclusion: 'failure' }), {
      ...LINKS,
      faults: ['no upload'],
    })
    expect(lost).toContain('❌ `unit`: No failure in the 12 tests that could be read')
    expect(lost).toContain(
      '#### Warnings\n\n- ❌ `x.subunit`: `looks like HTML`\n- ⚠️ `no upload`\n- ⚠️ `Subunit File: run.subunit`: `1 place damaged`\n',
    )
  })

  it('names twenty of the tests that never ran', () => {
    const names = Array.from({ length: 30 }, (_, n) => `m.A.test_${n}`)
    const warning = { kind: 'not_run' as const, message: '40 tests', count: 40, missing: 40, names }
    const broken = runOf({ warnings: [warning] })
    const counts = { ...broken.counts, missing: 40 }
    const result = resultOf([{ ...broken, counts }], { counts, conclusion: 'failure' })
    const summary = renderSummary(result, LINKS)
    expect(summary).toContain('### ❌ `unit`: 40 of 52 tests never ran\n')
    expect(summary).toContain('0 failed · 2 skipped · 10 passed · 40 never ran\n')
    expect(summary).toContain(
      '- ⚠️ `Subunit File: run.subunit`: `40 tests`\n  - `m.A.test_0`\n  - `m.A.test_1`\n',
    )
    expect(summary).toContain('  - `m.A.test_19`\n  - and 20 more\n')
    const section = renderSection(result, { ...LINKS, commit: null })
    expect(section).toContain('`unit`: 40 of 52 tests never ran ')
    expect(section).toContain('10 passed · 40 never ran')
  })

  it('names fewer tests rather than leave out a warning', () => {
    const names = Array.from({ length: 40 }, (_, n) => `m.A.test_${n}_${'x'.repeat(300)}`)
    const warnings = [
      { kind: 'not_run' as const, message: '40 tests', count: 40, missing: 40, names },
      { kind: 'damaged' as const, message: 'the stream ends inside a packet' },
    ]
    const summary = renderSummary(resultOf([runOf({ warnings })]), LINKS, 60_000)
    const [, listed] = /#### Warnings\n\n([^]*)$/.exec(summary) ?? []
    expect(listed.match(/^ {2}- .{11}/gm)).toEqual([
      ...[0, 1, 2, 3, 4].map((n) => `  - \`m.A.test_${n}`),
      '  - and 35 more',
    ])
    expect(listed).toContain('\n- ⚠️ `Subunit File: run.subunit`: `the stream ends inside a packet`\n')
  })

  it('says what is wrong if there is no report', () => {
    expect(renderTrouble('unit', ['input runs is "x"'])).toBe(
      '### ⚠️ `unit`: no report\n\n- `input runs is "x"`\n',
    )
  })
})

describe('the size limit', () => {
  const failure = (i: number): StatsFailure => ({
    name: `m.Größe.test_${i}`,
    duration: i,
    details: ['ü'.repeat(500)],
  })
  const many = Array.from({ length: 100_000 }, (_, i) => failure(i))

  it('shows up to twenty failures of all runs unfolded, each run’s below a title with its name', () => {
    const of = (...counts: readonly number[]): string => {
      const runs = counts.map((count, i) => runOf({ name: `<run> & ${i}`, failures: many.slice(0, count) }))
      return renderSummary(resultOf(runs), LINKS)
    }
    const titles = (text: string) =>
      Array.from(text.matchAll(/<details(.*)>\n<summary>(<b>Failures.*)<\/summary>/g), ([, tag, title]) => [
        tag,
        title,
      ])
    expect(titles(of(20))).toEqual([[' open', '<b>Failures (20)</b>']])
    expect(titles(of(21))).toEqual([['', '<b>Failures (21)</b>']])
    const inRun = (count: number, run: number) =>
      `<b>Failures (${count})</b> in <code>&#60;run&#62; &#38; ${run}</code>`
    expect(titles(of(10, 10))).toEqual([
      [' open', inRun(10, 0)],
      [' open', inRun(10, 1)],
    ])
    expect(titles(of(10, 11))).toEqual([
      ['', inRun(10, 0)],
      ['', inRun(11, 1)],
    ])
    expect(titles(of(0, 10, 0, 11))).toEqual([
      ['', inRun(10, 1)],
      ['', inRun(11, 3)],
    ])
  })

  it('of many runs shows a failure of each as long as there is room, and counts the other runs', () => {
    const runs = Array.from({ length: 12 }, (_, i) =>
      runOf({ name: `leg ${i}`, failures: many.slice(5 * i, 5 * i + 5) }),
    )
    const section = renderSection(resultOf(runs), { ...LINKS, commit: null })
    expect(Buffer.byteLength(section)).toBeLessThanOrEqual(SECTION_BYTES)
    const folds = Array.from(
      section.matchAll(/<b>Failures \((\d) of 5\)<\/b> in <code>(.*)<\/code><\/summary>\n\n- \[/g),
      ([, shown, run]) => [shown, run],
    )
    expect(folds).toEqual(['0', '1', '2', '3', '4'].map((run) => ['1', `leg ${run}`]))
    expect(section).toMatch(/<\/details>\n\nThe failures of 7 more runs are in the report\.$/)
  })

  it('too small for any failure leaves the runs that have some', () => {
    const section = renderSection(
      resultOf([runOf({ failures: many.slice(0, 3) })]),
      { ...LINKS, commit: null },
      900,
    )
    expect(section).toMatch(/ passed\n\nThe failures of 1 run are in the report\.$/)
  })

  it('holds for lists of failures to the byte', () => {
    const short = Array.from({ length: 30 }, (_, i) => ({ name: `t${i}`, duration: 1, details: ['x'] }))
    const runs = [30, 12].map((count) => runOf({ failures: short.slice(0, count) }))
    const left = Array.from({ length: 1500 }, (_, bytes) => {
      const lists = failureLists(runs, null, bytes).filter((list) => list.startsWith('<details'))
      return bytes - Buffer.byteLength(lists.join('\n\n'))
    })
    expect(Math.min(...left)).toBeGreaterThanOrEqual(0)
    // less than one more item would take
    expect(left[700]).toBeLessThan(28)
  })

  it('cuts 100,000 failures after a whole one and says how many are shown', () => {
    const text = renderSummary(resultOf([runOf({ failures: many })]), LINKS)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(SUMMARY_BYTES)
    expect(Buffer.byteLength(text)).toBeGreaterThan(SUMMARY_BYTES * 0.9)
    const [, shown] = /<b>Failures \(([\d,]+) of 100,000\)<\/b>/.exec(text) ?? []
    expect(text.match(/^- \[`m\.Größe/gm)).toHaveLength(Number(shown.replace(',', '')))
    expect(parse(text).children.map(({ type }) => type)).toEqual([
      'heading',
      'paragraph',
      'paragraph',
      'html',
      'list',
      'html',
    ])
  })

  it('leaves some failures for each of ten runs', () => {
    const text = renderSummary(
      resultOf(
        Array.from({ length: 10 }, (_, i) => runOf({ name: `run ${i}`, failures: many.slice(0, 2000) })),
      ),
      LINKS,
    )
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(SUMMARY_BYTES)
    for (let i = 0; i < 10; i++)
      expect(text).toMatch(
        new RegExp(`<b>Failures \\([1-9]\\d* of 2,000\\)</b> in <code>run ${i}</code></summary>`),
      )
  })

  it('holds for 10,000 runs with long texts, and the summary says what is left out', () => {
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

  it('is not used up by one huge name and log line', () => {
    const monster = { name: 'x'.repeat(5_000_000), duration: 1, details: ['`'.repeat(5_000_000)] }
    const text = renderSummary(resultOf([runOf({ failures: [monster, failure(1)] })]), LINKS)
    expect(Buffer.byteLength(text)).toBeLessThan(10_000)
    expect(text).toContain('test_1')
  })

  it('of a comment’s section holds for 100,000 failures, below a heading and the counts', () => {
    const section = renderSection(resultOf([runOf({ failures: many })]), { ...LINKS, commit: 'b'.repeat(40) })
    expect(Buffer.byteLength(section)).toBeLessThanOrEqual(SECTION_BYTES)
    expect(Buffer.byteLength(section)).toBeGreaterThan(SECTION_BYTES * 0.8)
    const long = { ...LINKS, name: '名'.repeat(300), commit: null }
    const named = renderSection(resultOf([runOf({ failures: many })]), long)
    expect(Buffer.byteLength(named)).toBeLessThanOrEqual(SECTION_BYTES)
    expect(section.split('\n', 3)).toEqual([
      `### ❌ \`unit\`: 100,000 of 100,012 tests failed in 12.5 s · [Open the report](${LINKS.report})`,
      '',
      '100,000 failed · 2 skipped · 10 passed · at `bbbbbbb`',
    ])
  })
})
