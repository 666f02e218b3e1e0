import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Budget } from '../../src/convert/budget.ts'
import { readEntries } from '../../src/convert/reread/lines.ts'
import { openExport } from '../../src/convert/reread/open-export.ts'
import { parseJson } from '../../src/convert/reread/parse-json.ts'
import type { ConvertOptions, ConvertResult } from '../../src/convert/types.ts'
import { convert } from '../../src/convert.ts'
import { Staging } from '../../src/export/staging.ts'
import type { Config, RawTest, TestDetails } from '../../src/format/exported.ts'
import { convertFiles, readJson } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { conformanceCases } from '../helpers/fixtures.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'
import { GITHUB } from '../redact/examples.ts'

const EXAMPLE = join(import.meta.dirname, '../../examples/nova.subunit.gz')

const reread = (directory: string, title = 'unit-data', options: Partial<ConvertOptions> = {}) =>
  convert({
    replace: true,
    ...options,
    sources: [{ kind: 'export', path: directory, title }],
    dstat: [],
    destination: directoryWith(),
    page: '',
  })

const files = (directory: string, n = 0): [RawTest[], Record<string, TestDetails>] => {
  const entry = readJson<Config>(directory, 'config.json').tempest[n]
  return [readJson(directory, entry.raw), readJson(directory, entry.details)]
}

async function exported(stream: Uint8Array, options: Partial<ConvertOptions> = {}) {
  const directory = directoryWith({ 'run.subunit': stream })
  const destination = join(directory, 'out')
  // random streams may be none
  return convertFiles([join(directory, 'run.subunit')], { replace: true, ...options, destination })
}

const RAW_AND_DETAILS = { raw: 'tempest_a_0_raw.json', details: 'tempest_a_0_details.json' }

describe('an export that is read again', () => {
  it.each([true, false])('equals the first one for the 948 tests of the example (gzip: %s)', async (gzip) => {
    const first = await convertFiles([EXAMPLE], { destination: directoryWith(), gzip })
    const plain = gzip ? await convertFiles([EXAMPLE], { destination: directoryWith() }) : first
    const again = await reread(first.data)
    expect(files(again.data)).toEqual(files(plain.data))
    expect(again.runs[0].totals).toEqual(first.runs[0].totals)
    expect(again.runs[0].entry.name).toBe('unit-data: Subunit File: nova.subunit.gz')
  })

  it('keeps ids, statuses, tags and attachments of random streams', async () => {
    let compared = 0
    for (const { stream } of conformanceCases('random').slice(0, 60)) {
      const first = await exported(stream)
      if (first.runs.length === 0) continue
      compared += 1
      const again = await reread(first.data)
      const [[raw, details], [rawAgain, detailsAgain]] = [files(first.data), files(again.data)]
      const known = ({ id, name, status, tags }: RawTest) => [id ?? name, status, tags]
      expect(rawAgain.map(known)).toEqual(raw.map(known))
      const attachments = (all: Record<string, TestDetails>) =>
        Object.entries(all).map(([key, entry]) => [key, { ...entry, timestamps: [] }])
      expect(attachments(detailsAgain)).toEqual(attachments(details))
    }
    expect(compared).toBeGreaterThan(50)
  })

  it('keeps tests of one id apart if some never ended, and the times of an id that only has files', async () => {
    const time = (second: number): [number, number] => [1_772_366_400 + second, 123_457_000]
    const first = await exported(
      Buffer.concat([
        packet({ id: 'a', route: '1', status: 'inprogress', time: time(0), tags: ['worker-1'] }),
        packet({ id: 'a', route: '2', status: 'inprogress', time: time(1) }),
        packet({ id: 'a', status: 'inprogress', time: time(1) }),
        packet({ id: 'a', status: 'success', time: time(2) }),
        packet({ id: 'a', status: 'inprogress', time: time(3) }),
        packet({ id: 'a', status: 'fail', time: time(4) }),
        packet({ id: 'f', mime: 'text/plain', file: ['log', 'words'], time: time(5) }),
        packet({ id: 'g', time: time(5), mime: 'image/png', file: ['none', Uint8Array.of(1, 255)] }),
        packet({ id: 'h', time: time(5), file: ['log', ''] }),
        packet({ id: 'i', file: ['log', ''] }),
        packet({ id: 'h', time: time(6), file: ['log', ''] }),
      ]),
    )
    expect(files(first.data)[0].map(({ status }) => status)).toEqual([
      'success',
      'fail',
      'inprogress',
      'inprogress',
      'unknown',
      'unknown',
      'unknown',
      'unknown',
    ])
    const again = await reread(first.data)
    expect(files(again.data)).toEqual(files(first.data))
    expect(again.counts).toEqual(first.counts)
  })

  it('keeps the warnings about damage, so that the conclusion is failure', async () => {
    const backwards = [5, 1].map((second, i) =>
      packet({ id: 'c', status: ['inprogress', 'success'][i], time: [1_772_366_400 + second, 0] }),
    )
    const cut = wholeTest('b').subarray(0, -3)
    const first = await exported(Buffer.concat([wholeTest('a'), ...backwards, cut]))
    expect(first.conclusion).toBe('failure')
    const again = await reread(first.data)
    expect(again.counts).toMatchObject({ tests: first.counts.tests, failed: first.counts.failed })
    const kinds = ({ runs }: ConvertResult): unknown => runs[0].entry.warnings?.map(({ kind }) => kind).sort()
    expect(kinds(first)).toEqual(['truncated', 'unfinished', 'unordered'])
    // each once: those of the rebuilt stream are not added to those of the export
    expect(kinds(again)).toEqual(kinds(first))
    expect(again.conclusion).toBe('failure')
  })

  it('takes a warning that only a newer version understands for a loss', async () => {
    const { data, conclusion } = await exported(Buffer.concat([wholeTest('a'), Buffer.from('output\n')]))
    expect(conclusion).toBe('success')
    const config = join(data, 'config.json')
    writeFileSync(config, readFileSync(config, 'utf8').replace('"kind":"noise"', '"kind":"lost"'))
    const again = await reread(data)
    expect(again).toMatchObject({ conclusion: 'failure', isPartial: true, counts: { passed: 1, failed: 0 } })
    expect(again.runs[0].entry.warnings).toEqual([
      expect.objectContaining({
        kind: 'unreadable',
        message: expect.stringMatching(
          /^1 place \(7 bytes\) .* \(a warning that only a newer version understands\)$/,
        ),
      }),
    ])
  })

  it('still says how much output is between packets', async () => {
    const first = await exported(
      Buffer.concat([wholeTest('a'), Buffer.from('some output\n'), wholeTest('b')]),
    )
    const { warnings } = first.runs[0].entry
    expect(warnings).toEqual([
      expect.objectContaining({ kind: 'noise', offset: wholeTest('a').length, bytes: 12, count: 1 }),
    ])
    expect((await reread(first.data)).runs[0].entry.warnings).toEqual(warnings)
  })

  it('still says which tests never ran', async () => {
    const ids = ['m.A.a', 'm.A.b', 'm.A.c']
    const first = await exported(
      Buffer.concat([...ids.map((id) => packet({ id, status: 'exists' })), wholeTest('m.A.a')]),
    )
    expect(first.counts).toEqual({ tests: 1, passed: 1, failed: 0, skipped: 0, missing: 2 })
    const again = await reread(first.data)
    expect(again.counts).toEqual(first.counts)
    expect(again.conclusion).toBe('failure')
    expect(again.runs[0].entry.warnings).toEqual(first.runs[0].entry.warnings)
  })

  it('keeps attachments that are not text, and output that belongs to no test', async () => {
    const first = await exported(
      Buffer.concat([
        packet({ id: 'a', file: ['picture', Uint8Array.of(1, 2, 255)], mime: 'image/png' }),
        packet({
          id: 'a',
          status: 'success',
          file: ['log', 'data:image/png;base64,AAAA'],
          mime: 'text/plain',
        }),
        packet({ id: 'b', file: ['text', 'data:text/plain;base64,AAAA'], mime: 'text/plain' }),
        packet({ id: 'b', file: ['before', 'see data:image/png;base64,AAAA'], mime: 'text/plain' }),
        packet({ id: 'b', file: ['behind', 'data:image/png;base64,AAAA.'], mime: 'text/plain' }),
        packet({ id: 'b', file: ['long', 'x'.repeat(2_500_000)], mime: 'text/plain' }),
        packet({ file: ['console', 'of no test'], mime: 'text/plain' }),
        packet({ file: ['status', 'of nothing'], mime: 'text/plain' }),
        packet({ file: ['timestamps', 'of nothing'], mime: 'text/plain' }),
      ]),
    )
    expect(files((await reread(first.data)).data)).toEqual(files(first.data))
  })

  // the last column needs all letters and ends of base64
  it.each([
    ['an ordinary type', 'application/json', ''],
    ['a type with a comma', 'application/json,charset=utf8', '~'],
    ['an empty type', ' ', '>~'],
    ['a long type', `${'x'.repeat(300)}/json`, '>>>???~~~'],
  ])('has no secret that the first export left in what is no text, of %s', async (_, mime, end) => {
    const log = { mime, file: ['log', `{"token": "${GITHUB}"}${end}`] } as const
    const first = await exported(packet({ id: 'a', status: 'success', ...log }))
    const [, details] = files((await reread(first.data, 'x', { redact: true })).data)
    const base64 = String(details.a.log).split('base64,')[1]
    expect(Buffer.from(base64, 'base64').toString()).toBe(`{"token": "***"}${end}`)
  })

  it('still says how many secrets the first export replaced', async () => {
    const first = await exported(
      packet({ id: 'a', status: 'success', file: ['log', `${GITHUB} ${GITHUB}`] }),
      { redact: true },
    )
    const { runs } = await reread(first.data, 'x', { redact: true })
    expect(runs[0].entry.warnings).toEqual([
      { kind: 'redacted', message: '2 secrets replaced by ***', count: 2 },
    ])
  })
})

it.each([
  ['[]', []],
  ['[\n]\n', []],
  ['[\n{"a":1}\n]\n', ['{"a":1}']],
  ['{\n"a":1,\n"b":[]\n}', ['"a":1', '"b":[]']],
  ['{"a":1}\n}', ['{"a":1}']],
  // a chunk that begins with its only line end
  [`${'x'.repeat(256 << 10)}\ny\n]`, ['x'.repeat(256 << 10), 'y']],
])('the entries of %j are read, however the file ends', async (text, entries) => {
  const read: string[] = []
  let bytes = 0
  const path = join(directoryWith({ file: text }), 'file')
  for await (const each of readEntries(path, {}, (more) => (bytes += more))) read.push(each)
  expect(read).toEqual(entries)
  expect(bytes).toBe(text.length)
})

it.each([
  ['', []],
  ['[\n{"a":1},\n{"b":2}', ['{"a":1}', '{"b":2}']],
])('entries %j without a last bracket are cut off', async (text, entries) => {
  const read: string[] = []
  const path = join(directoryWith({ file: text }), 'file')
  const all = async (): Promise<void> => {
    for await (const each of readEntries(path, {}, () => undefined)) read.push(each)
  }
  await expect(all()).rejects.toThrow('a file of its tests is cut off')
  expect(read).toEqual(entries)
})

it('a line that is too long is not read; those before it are', async () => {
  const read: string[] = []
  // the first four digits are in the first chunk
  const path = join(directoryWith({ file: `${'a\n'.repeat(131_070)}1234567890\nb\n]` }), 'file')
  const all = async (longest: number): Promise<void> => {
    for await (const each of readEntries(path, {}, () => undefined, longest)) read.push(each)
  }
  await all(4)
  expect(read.splice(131_070)).toEqual(['1234567890', 'b'])
  read.length = 0
  await expect(all(3)).rejects.toThrow(
    'a line, which has all output of a test, is longer than 3 bytes, the most that is read',
  )
  expect(read.length).toBe(131_070)
})

it.each([
  ['[]', 1],
  ['[1]', 1],
  ['[1,2]', 2],
  ['[{"a":[]}]', 3],
  ['{"a":"[{,","b":2}', 2],
  ['["",{},"",[]]', 6],
  [String.raw`["\"",[]]`, 3],
  [String.raw`{"\"[{,":[],"b":"\\","c":"\\\"[",",":"\\\\"}`, 5],
])('of %s, brackets and commas count that are not in texts: %i', (text, parts) => {
  expect(parseJson(text, parts)).toEqual(JSON.parse(text))
  expect(() => parseJson(text, parts - 1)).toThrow(
    `it has more than ${parts - 1} values, the most that is read`,
  )
})

it('of a text that never ends, only what is before it counts, and it is no JSON', () => {
  expect(() => parseJson('[["a,,,,', 2)).toThrow(SyntaxError)
  expect(() => parseJson('[["a,,,,', 1)).toThrow('it has more than 1 values')
})

describe('an invalid export', () => {
  const entry = (more: object) => JSON.stringify({ tempest: [{ name: 'x', ...RAW_AND_DETAILS, ...more }] })
  const cases: [string, Record<string, string>, RegExp][] = [
    ['no config.json', {}, /no config\.json/],
    ['a config.json that is not JSON', { 'config.json': '{' }, /is not JSON/],
    ['a config.json of null', { 'config.json': 'null' }, /lists no runs/],
    ['a path for a file name', { 'config.json': entry({ raw: '../../etc/passwd' }) }, /no export has/],
    ['a path for details', { 'config.json': entry({ details: '../tempest_a' }) }, /no export has/],
    ['a list for a file name', { 'config.json': entry({ raw: ['tempest_a_0_raw.json'] }) }, /no export has/],
    ['a run that is null', { 'config.json': '{"tempest":[null]}' }, /no export has/],
    ['a named file that is missing', { 'config.json': entry({}) }, /cannot be read: no such file/],
    [
      'raw that is not JSON',
      {
        'config.json': entry({}),
        'tempest_a_0_raw.json': '[\nx\n]',
        'tempest_a_0_details.json': '{\n"a":{}\n}',
      },
      /cannot be read/,
    ],
    [
      'fewer details than tests',
      {
        'config.json': entry({}),
        'tempest_a_0_raw.json': '[\n{"name":"a"}\n]',
        'tempest_a_0_details.json': '{}',
      },
      /details end before test 0 of raw$/,
    ],
    [
      'raw that is cut off',
      {
        'config.json': entry({}),
        'tempest_a_0_raw.json': '[\n{"name":"a"},\n{"name"',
        'tempest_a_0_details.json': '{\n"a":{},\n"b":{}\n}',
      },
      /cannot be read/,
    ],
    [
      'a number for the output of a test',
      {
        'config.json': entry({}),
        'tempest_a_0_raw.json': '[\n{"name":"a"}\n]',
        'tempest_a_0_details.json': '{\n"a":5\n}',
      },
      /a value of details is not an object/,
    ],
    [
      'null for the output of a test',
      {
        'config.json': entry({}),
        'tempest_a_0_raw.json': '[\n{"name":"a"}\n]',
        'tempest_a_0_details.json': '{\n"a":null\n}',
      },
      /a value of details is not an object/,
    ],
    [
      'a blank for the output of a test',
      {
        'config.json': entry({}),
        'tempest_a_0_raw.json': '[\n{"name":"a"}\n]',
        'tempest_a_0_details.json': '{\n \n}',
      },
      /a value of details is not an object/,
    ],
    [
      'a test without a name',
      {
        'config.json': entry({}),
        'tempest_a_0_raw.json': '[\n{"name":5}\n]',
        'tempest_a_0_details.json': '{\n"a":{}\n}',
      },
      /a test of raw has no name/,
    ],
    [
      'fewer tests than details',
      {
        'config.json': entry({}),
        'tempest_a_0_raw.json': '[\n{"name":"a","status":"success"}\n]',
        'tempest_a_0_details.json': '{\n"a":{},\n"b":{}\n}',
      },
      /raw ends before test 1/,
    ],
    [
      'files that are both cut off between tests',
      {
        'config.json': entry({}),
        'tempest_a_0_raw.json': '[\n{"name":"a","status":"success"},\n',
        'tempest_a_0_details.json': '{\n"a":{},\n',
      },
      /a file of its tests is cut off/,
    ],
  ]
  it.each(cases)('with %s is a problem, and the conclusion is failure', async (_, content, words) => {
    const result = await reread(directoryWith(content))
    expect(result.problems).toEqual([
      { kind: 'tests', input: 'unit-data', message: expect.stringMatching(words) },
    ])
    expect(result.conclusion).toBe('failure')
  })

  it('larger than a limit is a problem that names the limit', async () => {
    const problemOf = async (content: Record<string, string>) =>
      (await reread(directoryWith(content))).problems.map(({ message }) => message)
    expect(
      await problemOf({ 'config.json': JSON.stringify({ tempest: new Array(10_001).fill(null) }) }),
    ).toEqual(['its config.json lists 10,001 runs; at most 10,000 are read'])
    expect(await problemOf({ 'config.json': ' '.repeat((64 << 20) + 1) })).toEqual([
      'its config.json is larger than 64 MiB, the most that is read',
    ])
  })

  it('with more values than memory may hold is a problem', async () => {
    const many = `[${'{},'.repeat(1_000_000)}{}]`
    expect((await reread(directoryWith({ 'config.json': `{"tempest":${many}}` }))).problems).toMatchObject([
      { message: 'its config.json cannot be read: it has more than 2,000,000 values, the most that is read' },
    ])
  })

  it('with names like __proto__ and values of wrong types is read safely', async () => {
    const raw = ['__proto__', 'constructor'].map((name) =>
      JSON.stringify({ id: 5, name, status: 'toString', tags: [5, ''], timestamps: ['x', {}] }),
    )
    const long = (kind: string, n: number) => ({
      kind,
      message: 'm'.repeat(1001),
      count: 1.5,
      missing: '2',
      names: [n, 'n'.repeat(501), ...new Array(99).fill('n')],
    })
    const warnings = [
      { kind: 'constructor' },
      null,
      { kind: {} },
      { kind: 'damaged', message: {}, names: {}, offset: '5', bytes: 1.5 },
      // would take from what other runs lack
      { kind: 'not_run', message: 'a', count: 3, missing: -3 },
      ...Array.from({ length: 97 }, (_, n) => long('noise', n)),
    ]
    const directory = directoryWith({
      'config.json': entry({ name: 'n'.repeat(301), warnings }),
      'tempest_a_0_raw.json': `[\n${raw.join(',\n')}\n]`,
      'tempest_a_0_details.json':
        '{\n"__proto__":{"__proto__":"x","log":5},\n"constructor":{"status":"x","timestamps":"y"}\n}',
    })
    const result = await reread(directory)
    expect(result.counts).toMatchObject({ tests: 2, failed: 2 })
    const [tests, details] = files(result.data)
    expect(tests.map(({ name, tags }) => [name, tags])).toEqual([
      ['__proto__', []],
      ['constructor', []],
    ])
    expect(Object.entries(details).map(([name, left]) => [name, Object.keys(left)])).toEqual([
      ['__proto__', ['status', 'timestamps', '__proto__']],
      ['constructor', ['status', 'timestamps']],
    ])
    expect(result.runs[0].entry.name).toBe(`unit-data: ${'n'.repeat(299)}…`)
    const noise = {
      kind: 'noise',
      message: `${'m'.repeat(999)}…`,
      names: [`${'n'.repeat(499)}…`, ...new Array(98).fill('n')],
    }
    expect(result.runs[0].entry.warnings).toEqual([
      { kind: 'unreadable', message: 'constructor (a warning that only a newer version understands)' },
      { kind: 'damaged', message: 'damaged' },
      { kind: 'not_run', message: 'a', count: 3 },
      ...Array.from({ length: 95 }, () => noise),
      expect.objectContaining({ kind: 'unfinished', message: '2 tests did not finish' }),
    ])
    expect(readdirSync(directory)).toHaveLength(3)
    const unnamed = { ...readJson<object>(directory, 'config.json'), tempest: [RAW_AND_DETAILS] }
    writeFileSync(join(directory, 'config.json'), JSON.stringify(unnamed))
    expect((await reread(directory)).runs[0].entry.name).toBe('unit-data: a run')
  })

  it('that names a file twice is a problem', async () => {
    const runs = (...names: [string, string][]) => ({
      'config.json': JSON.stringify({ tempest: names.map(([raw, details]) => ({ raw, details })) }),
      tempest_a: '[\n]',
      tempest_b: '{\n}',
      tempest_c: '{\n}',
    })
    const problemOf = async (...names: [string, string][]) =>
      (await reread(directoryWith(runs(...names)))).problems.map(({ message }) => message)
    expect(await problemOf(['tempest_a', 'tempest_b'], ['tempest_a', 'tempest_c'])).toEqual([
      'its config.json names tempest_a twice',
    ])
    expect(await problemOf(['tempest_a', 'tempest_b'], ['tempest_c', 'tempest_b'])).toEqual([
      'its config.json names tempest_b twice',
    ])
    expect(await problemOf(['tempest_a', 'tempest_a'])).toEqual(['its config.json names tempest_a twice'])
  })

  it('that is too large together with those before it is a problem, and gives back what it took', async () => {
    const log = (letter: string, length: number) =>
      exported(
        Buffer.concat([
          packet({ id: letter, mime: 'text/plain', file: ['log', letter.repeat(length)] }),
          packet({ id: letter, status: 'success' }),
        ]),
      )
    // its name is in each of a thousand packets
    const many = Array.from({ length: 1000 }, (_, i) => `"${i}":"x"`).join()
    const grows = directoryWith({
      'config.json': entry({}),
      'tempest_a_0_raw.json': `[\n{"name":"${'n'.repeat(100)}","status":"success"}\n]`,
      'tempest_a_0_details.json': `{\n"n":{${many}}\n}`,
    })
    const all = [
      (await log('a', 40_000)).data,
      (await log('b', 40_000)).data,
      grows,
      (await log('c', 5000)).data,
    ]
    const destination = directoryWith()
    const result = await convert({
      sources: all.map((path, i) => ({ kind: 'export', path, title: `${i}` })),
      dstat: [],
      destination,
      page: '',
      maxDecompressed: 65_536,
    })
    const message =
      'the export of x cannot be read: with the data of all artifacts, it decompresses to more than 64 KiB, the limit: if you trust them, raise the limit (input max-decompressed)'
    expect(result.problems).toEqual([
      { kind: 'tests', input: '1', message: expect.stringContaining(message.slice(message.indexOf(': '))) },
      { kind: 'tests', input: '2', message },
    ])
    expect(result.runs.map(({ counts }) => counts.tests)).toEqual([1, 1])
    expect(files(destination, 1)[1].c.log).toHaveLength(5000)
  })

  it('whose files have more than is allowed of what no stream needs is a problem', async () => {
    const directory = directoryWith({
      'config.json': entry({}),
      'tempest_a_0_raw.json': `[\n{"name":"a","status":"success","more":"${'x'.repeat(70_000)}"}\n]`,
      'tempest_a_0_details.json': '{\n"a":{}\n}',
    })
    const messages = async (maxDecompressed: number) =>
      (await reread(directory, 'x', { maxDecompressed })).problems.map(({ message }) => message)
    expect(await messages(65_536)).toEqual([expect.stringContaining('it decompresses to more than 64 KiB')])
    expect(await messages(71_000)).toEqual([])
  })

  it('leaves nothing of its first run if a later one is bad, nor if reading it is cancelled', async () => {
    const run = (name: string) => ({
      raw: `tempest_${name}_0_raw.json`,
      details: `tempest_${name}_0_details.json`,
    })
    const directory = directoryWith({
      'config.json': JSON.stringify({ tempest: [run('a'), run('b')] }),
      'tempest_a_0_raw.json': '[\n{"name":"a"}\n]',
      'tempest_a_0_details.json': '{\n"a":{}\n}',
    })
    const destination = directoryWith()
    const staging = new Staging(destination)
    const [hidden] = readdirSync(destination)
    const before = readdirSync(join(destination, hidden))
    const budget = { files: new Budget(1000), streams: new Budget(1000) }
    await expect(openExport(directory, staging, {}, budget)).rejects.toThrow(
      'the export of a run cannot be read: no such file',
    )
    const signal = AbortSignal.abort(new Error('cancelled'))
    await expect(openExport(directory, staging, { signal }, budget)).rejects.toThrow(/^cancelled$/)
    expect(readdirSync(join(destination, hidden))).toEqual(before)
    expect([budget.files.take(1000), budget.streams.take(1000)]).toEqual([true, true])
    staging.discard()
  })

  it('that decompresses to more than is allowed is a problem', async () => {
    const tests = Array.from({ length: 200 }, (_, i) => wholeTest(`t${i}`))
    const first = await exported(Buffer.concat(tests), { gzip: true })
    const result = await convert({
      sources: [{ kind: 'export', path: first.data, title: 'x' }],
      dstat: [],
      destination: directoryWith(),
      page: '',
      maxDecompressed: 1000,
      replace: true,
    })
    expect(result.problems[0].message).toMatch(/decompresses to more than/)
  })
})

it('an export is not changed when it is read again', async () => {
  const first = await exported(wholeTest('a'))
  const before = readdirSync(first.data).map((name) => [name, readFileSync(join(first.data, name), 'utf8')])
  writeFileSync(join(first.data, 'other.txt'), 'x')
  await reread(first.data)
  expect(
    readdirSync(first.data)
      .filter((name) => name !== 'other.txt')
      .map((name) => [name, readFileSync(join(first.data, name), 'utf8')]),
  ).toEqual(before)
})
