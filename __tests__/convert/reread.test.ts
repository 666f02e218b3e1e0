import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ConvertOptions, convert } from '../../src/convert.ts'
import type { Config, RawTest, TestDetails } from '../../src/format/exported.ts'
import { convertFiles, readJson } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { conformanceCases } from '../helpers/fixtures.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'
import { GITHUB } from '../redact/examples.ts'

const EXAMPLE = join(import.meta.dirname, '../../examples/nova.subunit.gz')

const reread = (directory: string, title = 'unit-data', options: Partial<ConvertOptions> = {}) =>
  convert({
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
  return convertFiles([join(directory, 'run.subunit')], { ...options, destination: join(directory, 'out') })
}

describe('an export that is read anew', () => {
  it.each([true, false])('is what it was, for 948 tests of the example (gzip: %s)', async (gzip) => {
    const first = await convertFiles([EXAMPLE], { destination: directoryWith(), gzip })
    const plain = gzip ? await convertFiles([EXAMPLE], { destination: directoryWith() }) : first
    const again = await reread(first.data)
    expect(files(again.data)).toEqual(files(plain.data))
    expect(again.runs[0].totals).toEqual(first.runs[0].totals)
    expect(again.runs[0].entry.name).toBe('unit-data: Subunit File: nova.subunit.gz')
  })

  it('is what it was, for streams of every kind', async () => {
    for (const { stream } of conformanceCases('random').slice(0, 60)) {
      const first = await exported(stream)
      if (first.runs.length === 0) continue
      const again = await reread(first.data)
      const [[raw, details], [rawAgain, detailsAgain]] = [files(first.data), files(again.data)]
      const known = ({ id, name, status, tags }: RawTest) => [id ?? name, status, tags]
      expect(rawAgain.map(known)).toEqual(raw.map(known))
      const attachments = (all: Record<string, TestDetails>) =>
        Object.entries(all).map(([key, { status, timestamps, ...rest }]) => [
          key,
          status,
          timestamps && 0,
          rest,
        ])
      expect(attachments(detailsAgain)).toEqual(attachments(details))
    }
  })

  it('has the damage that its input had, so that it is no success', async () => {
    const first = await exported(Buffer.concat([wholeTest('a'), wholeTest('b').subarray(0, -3)]))
    expect(first.conclusion).toBe('failure')
    const again = await reread(first.data)
    expect(again.counts).toMatchObject({ tests: first.counts.tests, failed: first.counts.failed })
    expect(again.runs[0].entry.warnings?.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(
        (first.runs[0].entry.warnings ?? []).filter(({ kind }) => kind !== 'noise').map(({ kind }) => kind),
      ),
    )
    expect(again.conclusion).toBe('failure')
  })

  it('keeps what is no text, and output of no test', async () => {
    const first = await exported(
      Buffer.concat([
        packet({ id: 'a', file: ['picture', Uint8Array.of(1, 2, 255)], mime: 'image/png' }),
        packet({
          id: 'a',
          status: 'success',
          file: ['log', 'data:image/png;base64,AAAA'],
          mime: 'text/plain',
        }),
        packet({ file: ['console', 'of no test'], mime: 'text/plain' }),
      ]),
    )
    expect(files((await reread(first.data)).data)).toEqual(files(first.data))
  })

  it.each([
    ['an ordinary type', 'application/json'],
    ['a type with a comma', 'application/json,charset=utf8'],
    ['an empty type', ' '],
    ['a long type', `${'x'.repeat(300)}/json`],
  ])('has no secret that the first export left in what is no text, of %s', async (_, mime) => {
    const log = { mime, file: ['log', `{"token": "${GITHUB}"}`] } as const
    const first = await exported(packet({ id: 'a', status: 'success', ...log }))
    const [, details] = files((await reread(first.data, 'x', { redact: true })).data)
    const base64 = String(details.a.log).split('base64,')[1]
    expect(Buffer.from(base64, 'base64').toString()).toBe('{"token": "***"}')
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

describe('what only says that it is an export', () => {
  const entry = (more: object) =>
    JSON.stringify({
      tempest: [{ name: 'x', raw: 'tempest_a_0_raw.json', details: 'tempest_a_0_details.json', ...more }],
    })
  const cases: [string, Record<string, string>, RegExp][] = [
    ['has no config', {}, /no config\.json/],
    ['has one that is no JSON', { 'config.json': '{' }, /is not JSON/],
    ['has one of null', { 'config.json': 'null' }, /lists no runs/],
    ['names a path', { 'config.json': entry({ raw: '../../etc/passwd' }) }, /no export has/],
    ['names what is not there', { 'config.json': entry({}) }, /cannot be read: no such file/],
    [
      'has raw that is no JSON',
      {
        'config.json': entry({}),
        'tempest_a_0_raw.json': '[\nx\n]',
        'tempest_a_0_details.json': '{\n"a":{}\n}',
      },
      /cannot be read/,
    ],
    [
      'has fewer details',
      {
        'config.json': entry({}),
        'tempest_a_0_raw.json': '[\n{"name":"a"}\n]',
        'tempest_a_0_details.json': '{}',
      },
      /details end before test 0/,
    ],
  ]
  it.each(cases)('%s: a problem, and no success', async (_, content, words) => {
    const result = await reread(directoryWith(content))
    expect(result.problems).toEqual([
      { kind: 'tests', input: 'unit-data', message: expect.stringMatching(words) },
    ])
    expect(result.conclusion).toBe('failure')
  })

  it('is larger than anything that is read: the problem names the limit', async () => {
    const problemOf = async (content: Record<string, string>) =>
      (await reread(directoryWith(content))).problems.map(({ message }) => message)
    expect(
      await problemOf({ 'config.json': JSON.stringify({ tempest: new Array(10_001).fill(null) }) }),
    ).toEqual(['its config.json lists 10,001 runs; at most 10,000 are read'])
    expect(await problemOf({ 'config.json': ' '.repeat((256 << 20) + 1) })).toEqual([
      'its config.json is larger than 256 MiB, the most that is read',
    ])
    const test = {
      'config.json': entry({}),
      'tempest_a_0_raw.json': '[\n{"name":"a"}\n]',
      'tempest_a_0_details.json': `{\n"a":{"log":"${'x'.repeat(129 << 20)}"}\n}`,
    }
    expect(await problemOf(test)).toEqual([
      'the export of x cannot be read: a line, which has all output of a test, is longer than 128 MiB, the most that is read',
    ])
  })

  it('has names of JavaScript’s and lies: they are names, and no more', async () => {
    const raw = ['__proto__', 'constructor'].map((name) =>
      JSON.stringify({ name, status: 'toString', tags: [5, ''], timestamps: ['x', {}] }),
    )
    const directory = directoryWith({
      'config.json': entry({ warnings: [{ kind: 'constructor' }, null, { kind: 'damaged', message: {} }] }),
      'tempest_a_0_raw.json': `[\n${raw.join(',\n')}\n]`,
      'tempest_a_0_details.json': '{\n"__proto__":{"__proto__":"x","log":5},\n"constructor":{}\n}',
    })
    const result = await reread(directory)
    expect(result.counts).toMatchObject({ tests: 2, failed: 2 })
    expect(result.runs[0].entry.warnings).toContainEqual({ kind: 'damaged', message: 'damaged' })
    expect(readdirSync(directory)).toHaveLength(3)
  })

  it('is stopped where it inflates to more than is allowed', async () => {
    const first = await exported(Buffer.concat(Array.from({ length: 200 }, (_, i) => wholeTest(`t${i}`))), {
      gzip: true,
    })
    const result = await convert({
      sources: [{ kind: 'export', path: first.data, title: 'x' }],
      dstat: [],
      destination: directoryWith(),
      page: '',
      maxDecompressed: 1000,
    })
    expect(result.problems[0].message).toMatch(/decompresses to more than/)
  })
})

it('a stream of an earlier export of the same name is left as it was', async () => {
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
