import type { Nodes, Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { describe, expect, it } from 'vitest'
import { failureLists } from '../../src/action/summary/failures.ts'
import { blockInItem, cellCode, code, codeInHtml, link } from '../../src/action/summary/markdown.ts'
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
  // a blank one is no reason
  const skips = [{ name: text, duration: 1, details: `${text}.` }]
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

describe('text of an input', () => {
  const long = 'x'.repeat(999)
  const cutTo = (length: number): string => `${'x'.repeat(length - 1)}…`

  it.each([
    ['a', '`a`'],
    ['', '`(empty)`'],
    ['`a', '`` `a ``'],
    ['a`', '`` a` ``'],
    ['a`b', '``a`b``'],
    ['a``b`c', '```a``b`c```'],
    ['a\nb', '`a ⏎ b`'],
    [long, `\`${cutTo(300)}\``],
  ])('%j is the code span %s', (text, span) => expect(code(text)).toBe(span))

  it.each([
    ['a|b\\|c\\d', '`a\\|b\\ \\|c\\d`'],
    [long, `\`${cutTo(120)}\``],
  ])('%j is %s in a table', (text, cell) => expect(cellCode(text)).toBe(cell))

  it.each([
    ['<a>&b', '<code>&#60;a&#62;&#38;b</code>'],
    [long, `<code>${cutTo(300)}</code>`],
  ])('%j is %s in HTML', (text, html) => expect(codeInHtml(text)).toBe(html))

  it.each([
    [
      ['a', 'b'],
      ['```text', 'a', 'b', '```'],
    ],
    [
      ['```', '`'],
      ['````text', '```', '`', '````'],
    ],
    [
      ['a\nb', long],
      ['```text', 'a', 'b', cutTo(400), '```'],
    ],
  ])('%j is a block in an item', (lines, block) =>
    expect(blockInItem(lines)).toBe(block.map((line) => `  ${line}`).join('\n')),
  )

  it('is nothing that ends an address', () => {
    expect(link('w', 'https://a/b#(|[]\\)')).toBe('[w](https://a/b#%28%7c%5b%5d%5c%29)')
  })

  it('is cut to what each place has room for', () => {
    const warning = { kind: 'damaged' as const, message: long, count: 1, names: [long] }
    const failures = [{ name: long, duration: 1, details: [long] }]
    const run = runOf({ name: long, warnings: [warning], failures, slowest: [{ name: long, duration: 1 }] })
    const problems = [{ kind: 'tests' as const, input: long, message: long }]
    const result = resultOf([run, runOf({ name: 'two' })], { problems, notices: [long] })
    const text = renderSummary(result, { ...LINKS, name: long, faults: [long] })
    expect((text.match(/x+…/g) ?? []).map((each) => each.length)).toEqual([
      // name, row of the table, problem, fault, warning with a name
      300, 120, 300, 600, 600, 300, 600, 500,
      // failures of the run: test and its line; slowest test and its run; notice
      120, 500, 400, 500, 80, 600,
    ])
    expect(renderTrouble('unit', [long])).toBe(`### ⚠️ \`unit\`: no report\n\n- \`${long}\`\n`)
    expect(renderUnpublished([`${long}xx`])).toBe(`#### Not published\n\n- \`${cutTo(1000)}\`\n`)
  })
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
      runOf({ passed: 1, skipped: 0 }),
      { ...runOf({ passed: 0, skipped: 0 }), duration: null },
    ]
    const rows = renderSummary(resultOf(runs), LINKS)
      .split('\n')
      .filter((line) => line.startsWith('| ') && line.includes('run.subunit'))
    expect(rows.map((row) => row.replace(' `Subunit File: run.subunit`', ''))).toEqual([
      '| ❌ | 13 | 1 | 2 | 10 | 12.5 s |',
      '| ⚠️ | 12 | 0 | 2 | 10 | 12.5 s |',
      '| ✅ | 12 | 0 | 2 | 10 | 12.5 s |',
      '| ✅ | 1 | 0 | 0 | 1 | 12.5 s |',
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
      buckets: Float64Array.of(108, 92, 50, 50, 0, 0, Number.NaN, 50, 50, 50),
    }
    const memory = { mean: 1e9, max: 2e9, buckets: new Float64Array(10).fill(1e9) }
    const overviews = [{ run, lanes: LANES, machine: { cpu, memory } }]
    const drawn = renderSummary(resultOf([run]), { ...LINKS, overviews })
    expect(drawn).not.toContain('Workers and machine')
    expect(drawn).toContain('10 passed · 2 workers 75 % busy · CPU 50 % · memory up to 2 GB\n')
    // the first of two runs, though only it could be drawn
    expect(renderSummary(resultOf([run, run]), { ...LINKS, overviews })).not.toContain('% busy ·')
    expect(drawn).toContain(
      [
        '```text',
        'worker 0  ░░░░░░░░░░  100 % busy',
        'worker 1  ░░·░█  --█   50 %',
        '',
        'CPU       ▇▆▄▄▁▁ ▄▄▄   50 %',
        'memory    ▄▄▄▄▄▄▄▄▄▄  ≤ 2 GB',
        '          12:00:00 12:00:10 UTC',
        '```',
      ].join('\n'),
    )
  })

  it('draws no picture of a run without times', () => {
    const overviews = [{ run, lanes: null, machine: null }]
    expect(renderSummary(resultOf([run]), { ...LINKS, overviews })).toBe(text)
    const two = resultOf([run, run])
    expect(renderSummary(two, { ...LINKS, overviews })).toBe(renderSummary(two, LINKS))
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
  ])('of %i workers draws 24, including those with a failure, and counts the rest', (count, rest) => {
    const lanes = Array.from({ length: count }, (_, worker) => ({
      ...LANES.lanes[[1, count - 1].includes(worker) ? 1 : 0],
      worker,
    }))
    const drawn = renderSummary(resultOf([run]), {
      ...LINKS,
      overviews: [{ run, lanes: { ...LANES, lanes }, machine: null }],
    })
    const workers = [...Array.from({ length: 23 }, (_, worker) => worker), count - 1]
    expect(drawn.match(/(?<=^worker )\d+(?= )/gm)).toEqual(workers.map(String))
    expect(drawn.match(/^worker \d+ .*█/gm)).toHaveLength(2)
    expect(drawn.match(/^ *….*\n/gm)).toEqual(rest === null ? null : [`${' '.repeat(11)}${rest}`])
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
    expect(text).toContain(
      `1. 1 m 01 s · [\`a.test_slow\`](${LINKS.report}#/test/0/a.test_slow)\n\n</details>`,
    )
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

/** A result with everything that a summary of several runs may have. */
function fullResult(): { result: ConvertResult; facts: Parameters<typeof renderSummary>[1] } {
  const skip = (details: string | null) => ({ name: 's', duration: 0, details })
  const one = runOf({
    name: 'one',
    failures: [{ name: 'a.test_x', duration: 1, details: ['KeyError: 1'] }],
    skips: [skip('no net'), skip(null), skip('no net')],
    slowest: [{ name: 'a.test_x', duration: 2 }],
    warnings: [
      { kind: 'not_run', message: '2 tests never ran', count: 2, missing: 2, names: ['m.a', 'm.b'] },
      { kind: 'noise', message: '1 place (12 bytes)' },
    ],
  })
  const two = runOf({ name: 'two', slowest: [{ name: 'b.test_y', duration: 3 }] })
  const problems = [
    { kind: 'tests' as const, input: 'x.subunit', message: 'looks like HTML' },
    { kind: 'machine' as const, input: 'dstat.csv', message: 'no samples' },
  ]
  const overviews = [
    { run: one, lanes: LANES, machine: null },
    { run: two, lanes: null, machine: null },
    { run: two, lanes: { ...LANES, lanes: LANES.lanes.slice(0, 1) }, machine: null },
  ]
  return {
    result: resultOf([one, two], { problems, notices: ['a notice'] }),
    facts: { ...LINKS, report: null, data: 'https://github.com/a/b/c', faults: ['no upload'], overviews },
  }
}

it('a summary of several runs has, in this order, numbers, pictures, warnings, failures and notes', () => {
  const { result, facts } = fullResult()
  expect(renderSummary(result, facts)).toBe(
    `### ❌ \`unit\`: 1 of 25 tests failed in 12.5 s

[Download the data](https://github.com/a/b/c)

1 failed · 4 skipped · 20 passed

| Run | Tests | Failed | Skipped | Passed | Wall time |
| :-- | --: | --: | --: | --: | --: |
| ❌ \`one\` | 13 | 1 | 2 | 10 | 12.5 s |
| ✅ \`two\` | 12 | 0 | 2 | 10 | 12.5 s |

<details>
<summary>Workers and machine (2)</summary>

\`one\`

\`\`\`text
worker 0  ░░░░░░░░░░  100 % busy
worker 1  ░░·░█  --█   50 %
          12:00:00 12:00:10 UTC
\`\`\`

\`two\`

\`\`\`text
worker 0  ░░░░░░░░░░  100 % busy
          12:00:00 12:00:10 UTC
\`\`\`

</details>

#### Warnings

- ❌ \`x.subunit\`: \`looks like HTML\`
- ⚠️ \`dstat.csv\`: \`no samples\`
- ⚠️ \`no upload\`
- ⚠️ \`one\`: \`2 tests never ran\`
  - \`m.a\`
  - \`m.b\`

<details open>
<summary><b>Failures (1)</b> in <code>one</code></summary>

- \`a.test_x\` · 1.00 s\\
  \`KeyError: 1\`

</details>

<details>
<summary>Slowest tests</summary>

1. 3.00 s · \`b.test_y\` · \`two\`
2. 2.00 s · \`a.test_x\` · \`one\`

</details>

<details>
<summary>Skipped (3)</summary>

- 2 × \`no net\`
- 1 × no reason given

</details>

<details>
<summary>Notes (2)</summary>

- \`one\`: \`1 place (12 bytes)\`
- \`a notice\`

</details>
`,
  )
})

it('a comment’s section has the verdict, the link, the counts, the commit and failures, as far as they fit', () => {
  const { result } = fullResult()
  const facts = { name: 'unit', report: LINKS.report, commit: '0123456789abcdef' }
  const section = renderSection(result, facts)
  expect(section).toBe(
    `### ❌ \`unit\`: 1 of 25 tests failed in 12.5 s · [Open the report](${LINKS.report})

1 failed · 4 skipped · 20 passed · at \`0123456\`

<details open>
<summary><b>Failures (1)</b> in <code>one</code></summary>

- [\`a.test_x\`](${LINKS.report}#/test/0/a.test_x) · 1.00 s\\
  \`KeyError: 1\`

</details>`,
  )
  // 6: for a count that is not needed
  const least = Buffer.byteLength(section) + 100 + 6
  expect(renderSection(result, facts, least)).toBe(section)
  expect(renderSection(result, facts, least - 1)).toContain('\n\nThe failures of 1 run are in the report.')
  const missing = { ...result.counts, missing: 1 }
  const bare = { name: 'n'.repeat(201), report: null, commit: null }
  expect(renderSection(result, bare)).toMatch(/^### ❌ `n{199}…`: 1 of 25 tests failed in 12.5 s\n/)
  expect(renderSection({ ...result, counts: missing }, bare, 0)).toMatch(
    /^### ❌ `n{199}…`: .*(?<!\))\n\n1 failed · 4 skipped · 20 passed · 1 never ran\n\nThe failures of 1 run are/,
  )
})

it('each part of a summary has a share of its size, and says what is left out', () => {
  const { result, facts } = fullResult()
  const full = renderSummary(result, facts)
  const between = (first: string, last: string): string =>
    full.slice(full.indexOf(first) + first.length, full.indexOf(last, full.indexOf(first)))
  /** What it says of a part that is a byte too large; one of that size is whole. `last`: bytes after the text. */
  const told = (text: string, last: number, share: number): string[] => {
    const bytes = Math.ceil((Buffer.byteLength(text) + last) / share)
    expect(renderSummary(result, facts, bytes)).toContain(text)
    return renderSummary(result, facts, bytes - Math.ceil(1 / share)).match(/.*\d of .*/g) ?? []
  }
  const table = between('| :-- | --: | --: | --: | --: | --: |\n', '\n\n<details>')
  expect(told(table, 1, 0.1)).toContain('1 of 2 runs are shown, the worst first; the report has all of them.')
  const pictures = between('<summary>Workers and machine (2)</summary>\n\n', '\n\n</details>')
  expect(told(pictures, 2, 0.2)).toContain('<summary>Workers and machine (1 of 2)</summary>')
  const skips = between('<summary>Skipped (3)</summary>\n\n', '\n\n</details>')
  expect(told(skips, 1, 0.05)).toContain('1 of 2 reasons are shown.')
  const notes = between('<summary>Notes (2)</summary>\n\n', '\n\n</details>')
  expect(told(notes, 1, 0.1)).toContain('<summary>Notes (1 of 2)</summary>')
})

it('of names of a warning there are as many as leave room for all warnings: 20, 5, 1 or none', () => {
  const names = Array.from({ length: 6 }, (_, n) => `m.test_${n}_${'x'.repeat(300)}`)
  const warnings = [
    { kind: 'not_run' as const, message: '6 tests', count: 6, missing: 6, names },
    { kind: 'damaged' as const, message: 'the stream ends inside a packet' },
  ]
  const result = resultOf([runOf({ name: 'one', warnings })])
  const head = '#### Warnings\n\n- ⚠️ `one`: `6 tests`'
  const tail = '\n- ⚠️ `one`: `the stream ends inside a packet`'
  const [six, five, one] = [6, 5, 1].map((shown) => {
    const items = [...names.slice(0, shown).map((name) => `\`${name}\``), `and ${6 - shown} more`]
    const list = items.slice(0, shown === 6 ? 6 : undefined).map((item) => `\n  - ${item}`)
    return `${head}${list.join('')}${tail}`
  })
  const none = head + tail
  const bytesOf = (text: string): number => (Buffer.byteLength(text) - '#### Warnings\n\n'.length + 1) * 10
  const steps = [six, five, one, none, head.replace('\n\n', ' (1 of 2)\n\n')]
  for (const [i, text] of steps.slice(0, 4).entries()) {
    expect(renderSummary(result, LINKS, bytesOf(text))).toContain(`${text}\n`)
    expect(renderSummary(result, LINKS, bytesOf(text) - 10)).toContain(`${steps[i + 1]}\n`)
  }
})

it('the failures of a summary get what its other parts leave, but for a hundred bytes', () => {
  const failures = Array.from({ length: 9 }, (_, n) => ({
    name: `t${n}`,
    duration: 1,
    details: ['x'.repeat(300)],
  }))
  const result = resultOf([runOf({ failures, slowest: [{ name: 't0', duration: 1 }] })])
  const full = renderSummary(result, LINKS)
  // 13: for parts that are empty here, and for a count that is not needed
  const least = Buffer.byteLength(full) + 100 + 13
  expect(renderSummary(result, LINKS, least)).toBe(full)
  expect(renderSummary(result, LINKS, least - 1)).toContain('<b>Failures (8 of 9)</b>')
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

  it('shows the legs with failures where not all of 200 fit, and else all in order', () => {
    const leg = (n: number) =>
      runOf({ name: `leg ${n}`, failures: many.slice(0, n % 100 === 99 ? 1 : 0), skips: [] })
    const runs = Array.from({ length: 200 }, (_, n) => leg(n))
    const facts = { ...LINKS, overviews: runs.map((run) => ({ run, lanes: LANES, machine: null })) }
    const text = renderSummary(resultOf(runs), facts, 60_000)
    const rows = Array.from(text.matchAll(/^\| \S+ `leg (\d+)`/gm), ([, n]) => Number(n))
    expect(rows.slice(0, 4)).toEqual([99, 199, 0, 1])
    expect(text).toContain(`\n\n${rows.length} of 200 runs are shown, the worst first;`)
    const drawn = Array.from(text.matchAll(/^`leg (\d+)`$/gm), ([, n]) => Number(n))
    expect(drawn.slice(0, 3)).toEqual([99, 199, 0])
    const all = renderSummary(resultOf(runs), facts).matchAll(/^\| \S+ `leg (\d+)`/gm)
    expect(Array.from(all, ([, n]) => Number(n))).toEqual([...runs.keys()])
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
    expect(text).toMatch(/\d+ of 10,000 runs are shown, the worst first; the report has all of them\./)
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
