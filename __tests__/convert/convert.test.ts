import { appendFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { ConvertOptions, ConvertResult } from '../../src/convert/types.ts'
import { convert } from '../../src/convert.ts'
import type { Config } from '../../src/format/exported.ts'
import { DATA_PLACEHOLDER, logsId, type Manifest, NO_CONNECTION } from '../../src/format/report.ts'
import { totalsOf, verdict, verdictOf } from '../../src/words/verdict.ts'
import { idsOf } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'
import { GITHUB } from '../redact/examples.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')

const run = (
  sources: readonly string[],
  options: Partial<ConvertOptions> & { destination: string },
): Promise<ConvertResult> =>
  convert({ sources: sources.map((path) => ({ kind: 'file', path })), dstat: [], page: '', ...options })

const readConfig = (directory: string): Config =>
  JSON.parse(readFileSync(join(directory, 'config.json'), 'utf8')) as Config

const raws = (directory: string): string[] => readConfig(directory).tempest.map(({ raw }) => raw)

describe('an export', () => {
  it('of a stream and a log has the expected files, listed in config.json', async () => {
    const destination = directoryWith()
    await run([join(EXAMPLES, 'nova.subunit.gz')], { destination, dstat: [join(EXAMPLES, 'dool.csv')] })
    expect(readdirSync(destination).sort()).toEqual([
      'config.json',
      'dstat_log.csv',
      'tempest_nova.subunit.gz_0_columns.bin',
      'tempest_nova.subunit.gz_0_details.json',
      'tempest_nova.subunit.gz_0_index.json',
      'tempest_nova.subunit.gz_0_raw.json',
      'tempest_nova.subunit.gz_0_stats.json',
      'tempest_nova.subunit.gz_0_tree.json',
    ])
    expect(readFileSync(join(destination, 'dstat_log.csv'))).toEqual(readFileSync(join(EXAMPLES, 'dool.csv')))
    const { tempest, deployer, datasets } = readConfig(destination)
    expect(tempest).toHaveLength(1)
    expect(tempest[0]).toMatchObject({ id: 0, name: 'Subunit File: nova.subunit.gz', dstat: 'dstat_log.csv' })
    expect(tempest[0].stats).toMatchObject({ count: 948, failures: { length: 10 } })
    expect(deployer).toBe(false)
    expect(datasets[0].artifacts.map(({ artifact_type, primary }) => [artifact_type, primary])).toEqual([
      ['subunit', true],
      ['subunit-details', false],
      ['subunit-index', false],
      ['subunit-columns', false],
      ['subunit-stats', false],
      ['dstat', false],
    ])
  })

  /** Version 1: `a` failed, and what `b` attached is a packet of version 2. */
  const attaching = (head = ''): Buffer => {
    const inner = wholeTest('inner')
    const lines = `${head}test: a\nfailure: a [\nKeyError\n]\ntest: b\nsuccess: b [ multipart\nContent-Type: a/b\nx\n`
    const chunk = `${inner.length.toString(16).toUpperCase()}\r\n`
    return Buffer.concat([Buffer.from(lines + chunk), inner, Buffer.from('0\r\n]\n')])
  }
  const counted = ({ runs }: ConvertResult) => runs.map(({ counts: { tests, failed } }) => [tests, failed])

  it('of a repository’s run has all its tests, even if one of them attached a packet of version 2', async () => {
    const from = directoryWith({
      '.stestr/format': '1\n',
      '.stestr/0': attaching(),
      '.stestr/1': wholeTest('c'),
    })
    const options = { destination: directoryWith(), dstat: [], page: '' }
    const result = await convert({ ...options, sources: [{ kind: 'repository', path: from }] })
    // a run that is nothing but packets is still read
    expect(counted(result)).toEqual([
      [2, 1],
      [1, 0],
    ])
  })

  it('of a repository tells of packets of version 2 behind its tests, and is no success', async () => {
    const v1 = Buffer.from('test: a\nsuccess: a\n')
    const from = directoryWith({
      '.stestr/format': '1\n',
      '.stestr/0': Buffer.concat([v1, wholeTest('b', 'fail')]),
    })
    const options = { destination: directoryWith(), dstat: [], page: '' }
    const result = await convert({ ...options, sources: [{ kind: 'repository', path: from }] })
    expect([counted(result), result.conclusion]).toEqual([[[1, 0]], 'failure'])
    expect(result.runs[0].entry.warnings?.[0]).toMatchObject({ kind: 'unreadable', offset: v1.length })
  })

  it('of a stream of version 1 has all its tests, even if one attached a packet of version 2', async () => {
    const plain = attaching('time: 2026-03-01 12:00:00Z\n')
    const from = directoryWith({
      plain,
      packed: gzipSync(plain),
      'after output': attaching('building…\n'),
      // the packet is far behind the first bytes that are read
      long: attaching('test: c\nsuccess: c\n'.repeat(30_000)),
    })
    async function* stdin() {
      yield plain.subarray(0, 20)
      yield plain.subarray(20)
    }
    const result = await convert({
      sources: [
        ...['plain', 'packed', 'after output', 'long'].map((name) => ({
          kind: 'file' as const,
          path: join(from, name),
        })),
        { kind: 'stdin', stream: stdin() },
      ],
      destination: directoryWith(),
      dstat: [],
      page: '',
    })
    expect(counted(result)).toEqual([
      [2, 1],
      [2, 1],
      [2, 1],
      [30_002, 1],
      [2, 1],
    ])
    expect(result.runs.map(({ entry }) => entry.warnings?.map(({ kind }) => kind) ?? [])).toEqual([
      [],
      [],
      ['noise'],
      [],
      [],
    ])
    expect(result.conclusion).toBe('failure')
  })

  it('of packets is of version 2 whatever text is before them', async () => {
    const texts = [
      'test: all\n',
      'test: all\nok\n',
      'tags: slow\ntest: all\nfailure: something else [\n',
      'time: 2026-03-01 12:00:00Z\ntest: all\nok\n',
      'test: all\n',
      // complete, but the stream does not begin as version 1
      'running\ntest: x\nsuccess: x\n',
    ]
    const streams = texts.map((text) => Buffer.concat([Buffer.from(text), wholeTest('a'), wholeTest('b')]))
    const from = directoryWith(Object.fromEntries(streams.map((stream, i) => [`${i}`, stream])))
    const result = await run(
      texts.map((_, i) => join(from, `${i}`)),
      { destination: directoryWith() },
    )
    expect(counted(result)).toEqual(texts.map(() => [2, 0]))
    expect(result.conclusion).toBe('success')
  })

  it('of a stream of version 1 with a packet outside of details says that results may be missing', async () => {
    const text = 'test: a\nsuccess: a\n'
    const from = directoryWith({
      one: Buffer.concat([Buffer.from(text), wholeTest('b'), Buffer.from(`\n${text}`)]),
    })
    const result = await run([join(from, 'one')], { destination: directoryWith() })
    const [{ counts, entry }] = result.runs
    expect(counts).toMatchObject({ tests: 2, passed: 2 })
    expect(entry.warnings).toMatchObject([{ kind: 'unreadable', offset: text.length }, { kind: 'noise' }])
    expect(result.conclusion).toBe('failure')
  })

  it('of a stream of version 1 keeps its tests although the first one printed a packet', async () => {
    const text = 'time: 2026-03-01 12:00:00Z\ntest: a\n'
    const rest = '\nsuccess: a\ntest: b\nsuccess: b\n'
    const stream = Buffer.concat([Buffer.from(text), wholeTest('x'), Buffer.from(rest)])
    const destination = directoryWith()
    const { runs } = await run([join(directoryWith({ stream }), 'stream')], { destination })
    expect(idsOf(destination)).toEqual([['a', 'b']])
    expect(runs[0].entry.warnings).toMatchObject([
      { kind: 'unreadable', offset: text.length },
      { kind: 'noise' },
    ])
  })

  describe('of an input that holds tests of both versions', () => {
    const TIME = 'time: 2026-03-01 12:00:00Z\n'
    const FAILED = 'test: f\nfailure: f [\nKeyError\n]\n'
    const inner = wholeTest('inner')
    const joined = (...parts: (string | Buffer)[]): Buffer =>
      Buffer.concat(parts.map((part) => Buffer.from(part)))
    const attached = joined(
      `${TIME}test: a\nsuccess: a [ multipart\nContent-Type: a/b\nx\n${inner.length.toString(16)}\r\n`,
      inner,
      '0\r\n]\n',
    )

    it.each([
      ['packets behind a test that attached one', joined(attached, wholeTest('b', 'fail')), attached.length],
      ['a packet behind a progress line', joined('progress: 1\ntest: a\nsuccess: a\n', inner), 31],
      ['a failed test behind packets', joined(inner, FAILED), inner.length],
      ['a failed test behind text', joined('Ran 1 test', inner, FAILED), 10 + inner.length],
      ['a failed test that is cut off', joined(inner, 'test: f\nfailure: f [\nKey'), inner.length],
      ['a failed test without a line end', joined(inner, 'test: f\nfailure: f'), inner.length],
      [
        'a failed test behind one that printed a packet',
        joined('test: a\n', inner, `success: a\n${FAILED}`),
        8 + inner.length,
      ],
    ])('says that results may be missing: %s', async (_, stream, offset) => {
      const from = directoryWith({ stream, packed: gzipSync(stream) })
      const inputs = [join(from, 'stream'), join(from, 'packed')]
      const { runs, conclusion } = await run(inputs, { destination: directoryWith() })
      for (const { entry, counts } of runs) {
        expect(counts).toMatchObject({ tests: 1, passed: 1 })
        expect(entry.warnings?.filter(({ kind }) => kind === 'unreadable')).toMatchObject([{ offset }])
      }
      expect(conclusion).toBe('failure')
    })

    it.each([
      ['lines of passed tests', joined(inner, `${TIME}test: a\nsuccess: a\n`)],
      ['lines of another failed test', joined(inner, 'test: a\nfailure: b\n')],
      [
        'lines of a failed test, while a test runs',
        joined(packet({ id: 'a', status: 'inprogress' }), FAILED, packet({ id: 'a', status: 'success' })),
      ],
      ['packets in details', attached],
    ])('does not say so of what a test may print or attach: %s', async (_, stream) => {
      const from = directoryWith({ stream })
      const { runs, conclusion } = await run([join(from, 'stream')], { destination: directoryWith() })
      expect(runs[0].counts).toMatchObject({ tests: 1, passed: 1 })
      expect(conclusion).toBe('success')
    })
  })

  it('of a repository has the files of each run under a name of their own, by which readers group them', async () => {
    const stream = 'time: 2026-03-01 12:00:00Z\ntest: a\nsuccess: a\n'
    const from = directoryWith({
      'nova/.stestr/format': '1\n',
      'nova/.stestr/3': stream,
      'nova/.stestr/4': stream,
      one: wholeTest('b'),
    })
    const destination = directoryWith()
    const { runs } = await convert({
      sources: [
        { kind: 'repository', path: join(from, 'nova') },
        { kind: 'file', path: join(from, 'one') },
      ],
      dstat: [],
      destination,
      page: '',
    })
    expect(runs.map(({ entry }) => entry.name)).toEqual([
      'Repository: nova (3)',
      'Repository: nova (4)',
      'Subunit File: one',
    ])
    const { artifacts } = readConfig(destination).datasets[0]
    const raw = artifacts.filter(({ primary }) => primary)
    expect(raw.map(({ path, artifact_name }) => [path, artifact_name])).toEqual([
      ['tempest_nova_0_raw.json', 'nova-0'],
      ['tempest_nova_1_raw.json', 'nova-1'],
      ['tempest_one_0_raw.json', 'one'],
    ])
    expect(new Set(artifacts.map(({ artifact_name }) => artifact_name)).size).toBe(3)
  })

  it('of both repositories of a directory says which is which, and gives one that is named twice a number', async () => {
    const stream = 'time: 2026-03-01 12:00:00Z\ntest: a\nsuccess: a\n'
    const from = directoryWith({
      'nova/.stestr/format': '1\n',
      'nova/.stestr/0': stream,
      'nova/.testrepository/format': '1\n',
      'nova/.testrepository/0': stream,
    })
    const names = async (...given: string[]) => {
      const { runs } = await convert({
        sources: given.map((name) => ({ kind: 'repository', path: join(from, 'nova', name) })),
        dstat: [],
        destination: directoryWith(),
        page: '',
      })
      return runs.map(({ entry }) => [entry.name, entry.raw])
    }
    expect(await names('.stestr', '.testrepository')).toEqual([
      ['Repository: nova-stestr (0)', 'tempest_nova-stestr_0_raw.json'],
      ['Repository: nova-testrepository (0)', 'tempest_nova-testrepository_0_raw.json'],
    ])
    expect(await names('.testrepository', '.testrepository')).toEqual([
      ['Repository: nova (0)', 'tempest_nova_0_raw.json'],
      ['Repository: nova-2 (0)', 'tempest_nova-2_0_raw.json'],
    ])
  })

  it('with gzip has the same contents in each file, and says in config.json that it is compressed', async () => {
    const [plain, packed] = [directoryWith(), directoryWith()]
    const source = [join(EXAMPLES, 'nova.subunit.gz')]
    const dstat = [join(EXAMPLES, 'dool.csv')]
    await run(source, { destination: plain, dstat })
    await run(source, { destination: packed, dstat, gzip: true })
    for (const name of readdirSync(plain)) {
      // these depend on the compression: they have names of files and offsets
      if (name === 'config.json' || name.endsWith('_index.json')) continue
      expect(
        gunzipSync(readFileSync(join(packed, `${name}.gz`))).equals(readFileSync(join(plain, name))),
      ).toBe(true)
    }
    expect(readConfig(packed).tempest[0].raw).toBe('tempest_nova.subunit.gz_0_raw.json.gz')
    expect(
      readConfig(packed).datasets[0].artifacts.every(({ content_encoding }) => content_encoding === 'gzip'),
    ).toBe(true)
  })

  it('names sources of the same name by as many parent directories as it takes', async () => {
    const files = { 'a/x/run': wholeTest('1'), 'b/x/run': wholeTest('2'), 'b/y/run': wholeTest('3') }
    const from = directoryWith(files)
    const destination = directoryWith()
    await run(
      Object.keys(files).map((name) => join(from, name)),
      { destination },
    )
    expect(raws(destination)).toEqual([
      'tempest_a-x-run_0_raw.json',
      'tempest_b-x-run_0_raw.json',
      'tempest_y-run_0_raw.json',
    ])
  })

  it('does not let a run overwrite another whose name differs only in forbidden characters', async () => {
    const from = directoryWith({ 'r n': wholeTest('1'), 'r*n': wholeTest('2'), '.run': wholeTest('3') })
    const destination = directoryWith()
    await run(
      ['r n', 'r*n', '.run', '.run'].map((name) => join(from, name)),
      { destination },
    )
    expect(new Set(raws(destination)).size).toBe(4)
    expect(raws(destination).every((name) => existsSync(join(destination, name)))).toBe(true)
  })

  it('removes files that only the earlier export’s config.json names, and no others', async () => {
    const from = directoryWith({ one: wholeTest('1'), two: wholeTest('2') })
    const destination = directoryWith({
      'tempest_mine_0_raw.json': 'not named by any config',
      'notes.txt': '',
    })
    await run([join(from, 'one')], { destination })
    await run([join(from, 'two')], { destination })
    const names = readdirSync(destination).filter(
      (name) => name.endsWith('raw.json') || name.endsWith('.txt'),
    )
    expect(names.sort()).toEqual(['notes.txt', 'tempest_mine_0_raw.json', 'tempest_two_0_raw.json'])
  })

  it('removes the earlier export’s files wherever they are named in a config.json of any size', async () => {
    const from = directoryWith({ two: wholeTest('2') })
    const [first, last] = ['tempest_one_0_raw.json', 'tempest_one_1_raw.json']
    // two reads split the first name
    const head = `{"tempest":${' '.repeat(65_515)}"${first}"`
    const destination = directoryWith({ 'config.json': head, [first]: '', [last]: '' })
    const config = join(destination, 'config.json')
    truncateSync(config, 256 << 20)
    appendFileSync(config, `"${last}"`)
    await run([join(from, 'two')], { destination })
    expect(readdirSync(destination).filter((name) => name.includes('_one_'))).toEqual([])
  })

  it('leaves the files of the earlier export and no temporary ones if it is stopped', async () => {
    const from = directoryWith({ one: wholeTest('1'), two: wholeTest('2') })
    const destination = directoryWith()
    await run([join(from, 'one')], { destination })
    const before = readdirSync(destination)
    const stopped = run([join(from, 'two')], { destination, signal: AbortSignal.abort(new Error('stopped')) })
    await expect(stopped).rejects.toThrow('stopped')
    expect(readdirSync(destination)).toEqual(before)
  })

  it('changes nothing if a directory is in the place of one of its files', async () => {
    const from = directoryWith({ run: wholeTest('1') })
    const old = { 'config.json': '{"old": "tempest_x_0_raw.json"}', 'tempest_run_0_tree.json/x': '' }
    const destination = directoryWith(old)
    await expect(run([join(from, 'run')], { destination })).rejects.toThrow('is a directory')
    expect(readdirSync(destination).sort()).toEqual(['config.json', 'tempest_run_0_tree.json'])
  })

  it('does not remove a directory that the earlier config.json names', async () => {
    const from = directoryWith({ run: wholeTest('1') })
    const old = { 'config.json': '{"old": "tempest_x_0_raw.json"}', 'tempest_x_0_raw.json/x': '' }
    const destination = directoryWith(old)
    await run([join(from, 'run')], { destination })
    expect(raws(destination)).toEqual(['tempest_run_0_raw.json'])
    expect(existsSync(join(destination, 'tempest_x_0_raw.json/x'))).toBe(true)
  })

  it('refuses an input in the place of an exported file, unless it is an earlier export’s copy', async () => {
    const log = '"dool 1.3.4 CSV output"\n"epoch"\n"epoch"\n1772366400\n1772366401\n'
    const from = directoryWith({ run: wholeTest('1'), 'dool.csv': log, 'dstat_log.csv': log })
    const own = join(from, 'dstat_log.csv')
    await expect(run([join(from, 'run')], { destination: from, dstat: [own] })).rejects.toThrow(
      `${own} is an input, and an exported file of that name may take its place; choose another place`,
    )
    expect(readdirSync(from).sort()).toEqual(['dool.csv', 'dstat_log.csv', 'run'])
    const destination = directoryWith()
    await run([join(from, 'run')], { destination, dstat: [join(from, 'dool.csv')] })
    const copy = join(destination, 'dstat_log.csv')
    await run([join(from, 'run')], { destination, dstat: [copy] })
    expect(readFileSync(copy, 'utf8')).toBe(log)
  })

  it('leaves the earlier export as it was if no input can be read', async () => {
    const from = directoryWith({ run: wholeTest('1') })
    const destination = directoryWith()
    await run([join(from, 'run')], { destination })
    const mistyped = run([join(from, 'mistyped')], { destination })
    await expect(mistyped).rejects.toThrow('the earlier export is left as it was')
    expect(raws(destination)).toEqual(['tempest_run_0_raw.json'])
  })

  it('is not made of nothing: if no input can be read, neither files nor pages are written', async () => {
    const from = directoryWith({ text: 'no stream\n' })
    const destination = join(from, 'out')
    const nothing = run(
      ['mistyped', 'text'].map((name) => join(from, name)),
      { destination, report: join(from, 'none.html') },
    )
    await expect(nothing).rejects.toThrow(
      `${join(from, 'mistyped')}: no such file or directory; check the path; 1 more input cannot be read either`,
    )
    expect(readdirSync(from, { recursive: true, encoding: 'utf8' }).toSorted()).toEqual(['out', 'text'])
  })

  it('replaces the earlier export even if no input can be read, given `replace`', async () => {
    const from = directoryWith({ run: wholeTest('1'), text: 'no stream\n' })
    const destination = directoryWith()
    await run([join(from, 'run')], { destination })
    const { conclusion, problems } = await run([join(from, 'text')], { destination, replace: true })
    expect([conclusion, problems.length, readConfig(destination).tempest]).toEqual(['failure', 1, []])
    expect(readdirSync(destination)).toEqual(['config.json'])
  })
})

describe('inputs', () => {
  it('that cannot be read are reported, and the others are exported', async () => {
    const utf16 = Buffer.from('\ufefftest: a\r\nsuccess: a\r\n', 'utf16le')
    const printed = '{0} a.T.test_x [0.001234s] ... ok\n'
    const junit = '<?xml version="1.0"?><testsuite/>'
    const from = directoryWith({ good: wholeTest('1'), junit, utf16, printed })
    const destination = directoryWith()
    const result = await run(
      ['good', 'junit', 'utf16', 'printed', 'missing'].map((name) => join(from, name)),
      { destination, dstat: [join(from, 'good'), from] },
    )
    expect(raws(destination)).toEqual(['tempest_good_0_raw.json'])
    expect(result.problems.map(({ kind, message }) => [kind, message])).toEqual([
      ['tests', 'no such file or directory; check the path'],
      ['tests', expect.stringContaining('it looks like XML, perhaps JUnit’s')],
      ['tests', expect.stringContaining('it looks like UTF-16, into which PowerShell’s > changes')],
      ['tests', expect.stringContaining('it looks like what stestr prints without --subunit. Give')],
      ['machine', expect.stringContaining('dstat')],
      [
        'machine',
        'is a directory, not a file; give the CSV in it that dstat, dool or pcp dstat write with --output',
      ],
    ])
    expect(result.conclusion).toBe('failure')
  })

  it('that are logs of a part of a run get the advice to join them', async () => {
    const log = (...times: number[]): string =>
      `"dool 1.3.4 CSV output"\n"epoch"\n"epoch"\n${times.map((time) => `${1_772_366_400 + time}\n`).join('')}`
    const from = directoryWith({
      run: Buffer.concat([wholeTest('a'), wholeTest('b', 'success', 1_772_366_499)]),
      first: log(0, 30, 60),
      second: log(60, 70, 95),
      other: log(0, 30, 62),
    })
    const notes = async (...names: string[]) => {
      const dstat = names.map((name) => join(from, name))
      const { notices } = await run([join(from, 'run')], { destination: directoryWith(), dstat })
      return notices.filter((notice) => notice.includes('no run is shown'))
    }
    expect(await notes('first', 'second')).toEqual([
      expect.stringContaining(
        `second: no run is shown with this log, although it has a part of the tests’ time`,
      ),
    ])
    expect(await notes('first', 'other')).toEqual([
      expect.stringMatching(/first: no run is shown with this log; it is exported all the same$/),
    ])
    writeFileSync(join(from, 'run'), packet({ id: 'a', status: 'success' })) // without times
    expect(await notes('first', 'second')).toEqual([
      expect.stringMatching(/second: no run is shown with this log; it is exported all the same$/),
    ])
  })

  it('that are logs of no run are exported with a notice, and removed by the next export', async () => {
    const log = (time: number): string => `"dool 1.3.4 CSV output"\n"epoch"\n"epoch"\n${time}\n${time + 1}\n`
    const from = directoryWith({ run: wholeTest('a'), near: log(1_772_366_400), far: log(1_772_377_200) })
    const destination = directoryWith()
    const dstat = ['near', 'far'].map((name) => join(from, name))
    const { notices } = await run([join(from, 'run')], { destination, dstat })
    expect(notices.filter((notice) => notice.startsWith(dstat[1]))).toEqual([
      `${dstat[1]}: no run is shown with this log; it is exported all the same`,
    ])
    const { tempest, datasets } = readConfig(destination)
    expect(tempest[0].dstat).toBe('dstat_log.csv')
    expect(datasets[0].artifacts.at(-1)).toEqual({
      path: 'dstat_log_1.csv',
      artifact_name: 'dstat_log_1',
      artifact_type: 'dstat',
      content_type: 'text/csv',
      primary: false,
    })
    expect(readFileSync(join(destination, 'dstat_log_1.csv'), 'utf8')).toBe(log(1_772_377_200))
    await run([join(from, 'run')], { destination })
    expect(readdirSync(destination).filter((name) => name.startsWith('dstat'))).toEqual([])
  })

  it('of zero bytes are runs without tests, with a warning, and the conclusion is neutral', async () => {
    const from = directoryWith({ empty: '', packed: gzipSync('') })
    const result = await run([join(from, 'empty'), join(from, 'packed')], { destination: directoryWith() })
    const warnings = [{ kind: 'not_run', message: 'the input is empty: it holds no test' }]
    expect(result.runs.map(({ counts, entry }) => [counts.tests, entry.warnings])).toEqual([
      [0, warnings],
      [0, warnings],
    ])
    expect(result.conclusion).toBe('neutral')
  })

  it.each([
    ['only output', packet({ file: ['stdout', 'x'], mime: 'text/plain' }), 'the input holds no test'],
    ['only times and progress', 'time: 2026-03-01 12:00:00Z\nprogress: 5\n', 'the input holds no test'],
    ['only ids of tests', packet({ id: 'a', status: 'exists' }), '1 test enumerated and never run'],
    ['nothing', '', 'the input is empty: it holds no test'],
  ])('of %s are no success beside a run with tests, and say so', async (_, stream, message) => {
    const from = directoryWith({ good: wholeTest('good'), none: stream })
    const first = await run([join(from, 'good'), join(from, 'none')], { destination: directoryWith() })
    const again = await run([], {
      destination: directoryWith(),
      sources: [{ kind: 'export', path: first.data, title: 'unit-data' }],
    })
    for (const result of [first, again]) {
      expect(result).toMatchObject({ conclusion: 'neutral', counts: { tests: 1, passed: 1 } })
      expect(result.runs[0].entry.warnings).toBeUndefined()
      expect(result.runs[1].entry.warnings).toMatchObject([{ kind: 'not_run', message }])
    }
  })

  it('that are damaged and have no test only say that they are damaged', async () => {
    const damaged = wholeTest('a')
    damaged[9] ^= 1
    damaged[damaged.length - 1] ^= 1
    const from = directoryWith({ damaged: Buffer.concat([packet({ time: [1_772_366_400, 0] }), damaged]) })
    const result = await run([join(from, 'damaged')], { destination: directoryWith() })
    expect(result).toMatchObject({ conclusion: 'failure', counts: { tests: 0 } })
    expect(result.runs[0].entry.warnings?.map(({ kind }) => kind)).toEqual(['damaged'])
  })

  it('are recognised as gzip, zstd or version 1 by their bytes, whatever their names', async () => {
    const from = directoryWith({
      'a.gz': wholeTest('plain'),
      b: gzipSync(wholeTest('gzip')),
      c: zstdCompressSync(wholeTest('zstd')),
      'd.subunit': gzipSync('test: v1\nsuccess: v1\n'),
    })
    const destination = directoryWith()
    await run(
      ['a.gz', 'b', 'c', 'd.subunit'].map((name) => join(from, name)),
      { destination },
    )
    const names = raws(destination).map(
      (name) => (JSON.parse(readFileSync(join(destination, name), 'utf8')) as { name: string }[])[0].name,
    )
    expect(names).toEqual(['plain', 'gzip', 'zstd', 'v1'])
  })

  it('in truncated gzip are exported as far as they go, with a warning, and the conclusion is failure', async () => {
    const tests = Array.from({ length: 2000 }, (_, i) => wholeTest(`pkg.test_${i}_${Math.sin(i)}`))
    const packed = gzipSync(Buffer.concat(tests))
    const from = directoryWith({ cut: packed.subarray(0, packed.length >> 1) })
    const result = await run([join(from, 'cut')], { destination: directoryWith() })
    expect(result.runs[0].counts.tests).toBeGreaterThan(500)
    expect(result.runs[0].entry.warnings?.map(({ kind }) => kind)).toContain('truncated')
    expect(result.conclusion).toBe('failure')
  })

  it('that are logs in truncated gzip are copied and read as far as they go, and reported', async () => {
    const log = readFileSync(join(EXAMPLES, 'dool.csv'))
    const packed = gzipSync(log)
    const from = directoryWith({
      run: wholeTest('a'),
      'dstat.csv.gz': packed.subarray(0, packed.length >> 1),
    })
    const destination = directoryWith()
    const dstat = [join(from, 'dstat.csv.gz')]
    const { runs, problems } = await run([join(from, 'run')], { destination, dstat })
    const copy = readFileSync(join(destination, 'dstat_log.csv'))
    expect(copy.length).toBeGreaterThan(log.length / 4)
    expect(log.subarray(0, copy.length).equals(copy)).toBe(true)
    expect(runs[0].entry.dstat).toBe('dstat_log.csv')
    const message = 'the gzip data is cut off; what could be read before is exported'
    expect(problems).toEqual([{ kind: 'machine', input: dstat[0], message }])
  })

  it.each<[string, (one: Buffer, two: Buffer) => Buffer, number]>([
    ['gzip and zeros after it', (one) => Buffer.concat([gzipSync(one), Buffer.alloc(300)]), 1],
    ['two gzip members', (one, two) => Buffer.concat([gzipSync(one), gzipSync(two)]), 2],
    ['two zstd frames', (one, two) => Buffer.concat([zstdCompressSync(one), zstdCompressSync(two)]), 2],
  ])('that consist of %s are read completely', async (_, pack, tests) => {
    const from = directoryWith({ run: pack(wholeTest('a'), wholeTest('b')) })
    const { runs, problems, conclusion } = await run([join(from, 'run')], { destination: directoryWith() })
    expect([problems, runs[0].counts.tests, conclusion]).toEqual([[], tests, 'success'])
  })

  it.each<[string, (one: Buffer) => Buffer]>([
    ['garbage after gzip', (one) => Buffer.concat([gzipSync(one), Buffer.from('garbage')])],
    ['garbage after zstd', (one) => Buffer.concat([zstdCompressSync(one), Buffer.from('garbage')])],
    ['the last bytes of gzip cut off', (one) => gzipSync(one).subarray(0, -3)],
  ])('with %s are exported with a warning, and the conclusion is failure', async (_, pack) => {
    const from = directoryWith({ run: pack(wholeTest('a')) })
    const { runs, conclusion } = await run([join(from, 'run')], { destination: directoryWith() })
    expect(runs[0].counts.tests).toBe(1)
    expect(runs[0].entry.warnings?.map(({ kind }) => kind)).toEqual(['truncated'])
    expect(conclusion).toBe('failure')
  })

  it.each([
    ['xz', 'fd377a585a000004'],
    ['bzip2', '425a683931415926'],
    ['zip', '504b030414000000'],
  ])('compressed with %s, be they streams or logs, are reported with a remedy', async (name, magic) => {
    const packed = Buffer.concat([Buffer.from(magic, 'hex'), Buffer.alloc(4096, 0xa5)])
    const from = directoryWith({ run: wholeTest('a'), other: packed, 'dstat.csv': packed })
    const dstat = [join(from, 'dstat.csv')]
    const streams = [join(from, 'run'), join(from, 'other')]
    const { runs, problems } = await run(streams, { destination: directoryWith(), dstat })
    const message = `it is compressed with ${name}, which cannot be read: decompress it first, or use gzip or zstd instead`
    expect(runs.map(({ counts }) => counts.tests)).toEqual([1])
    expect(problems).toEqual([
      { kind: 'tests', input: streams[1], message },
      { kind: 'machine', input: dstat[0], message },
    ])
  })

  it('with equal tests are exported once, with a notice, if dropEqualRuns is set', async () => {
    const from = directoryWith({
      v2: wholeTest('a'),
      v1: 'time: 2026-03-01 12:00:00Z\ntest: a\ntime: 2026-03-01 12:00:01Z\nsuccess: a\n',
      other: wholeTest('a', 'fail'),
    })
    const destination = directoryWith()
    const result = await run(
      ['v2', 'v1', 'other'].map((name) => join(from, name)),
      { destination, dropEqualRuns: true },
    )
    expect(raws(destination)).toEqual(['tempest_v2_0_raw.json', 'tempest_other_0_raw.json'])
    expect(result.notices).toEqual([
      `${join(from, 'v1')} has the same tests, statuses and times as ${join(from, 'v2')}: exported once`,
    ])
    expect(readdirSync(destination).filter((name) => name.includes('v1'))).toEqual([])
  })

  it('with equal tests are exported once as the one that lost results, whichever comes first', async () => {
    const whole = wholeTest('m.A.a')
    const listed = ['m.A.a', 'm.A.b'].map((id) => packet({ id, status: 'exists' }))
    const lossy = Buffer.concat([...listed, whole])
    const from = directoryWith({ a: whole, b: lossy, c: whole })
    const destination = directoryWith()
    const result = await run(
      ['a', 'b', 'c'].map((name) => join(from, name)),
      { destination, dropEqualRuns: true },
    )
    expect(result).toMatchObject({ conclusion: 'failure', counts: { tests: 1, missing: 1 } })
    expect(raws(destination)).toEqual(['tempest_b_0_raw.json'])
    expect(result.notices).toEqual(
      ['a', 'c'].map(
        (name) =>
          `${join(from, name)} has the same tests, statuses and times as ${join(from, 'b')}: exported once`,
      ),
    )
    expect(readdirSync(destination).filter((name) => /_[ac]_/.test(name))).toEqual([])
  })

  it('keep their names where people read them, and get file names that every system accepts', async () => {
    const names = ['ünit tests+.subunit', 'a/x y', 'ä/x y', 'plain', 'p/é', 'p/è', '.hidden']
    const from = directoryWith(Object.fromEntries(names.map((name) => [name, wholeTest(name)])))
    const destination = directoryWith()
    await run(
      names.map((name) => join(from, name)),
      { destination },
    )
    const { tempest } = readConfig(destination)
    expect(tempest.map(({ name }) => name.replace('Subunit File: ', ''))).toEqual([
      'ünit tests+.subunit',
      'a-x y',
      'ä-x y',
      'plain',
      'é',
      'è-2',
      '.hidden',
    ])
    expect(tempest[0].raw).toBe('tempest__nit_tests_.subunit_0_raw.json')
  })

  it('are equal to a repository’s copies, despite rounded times and a test that never ended', async () => {
    // version 1's reader turns 249 into 248, 125018 into 125017, and that into 125016
    const fractions = [249, 125_018, 500_002, 999_999]
    const live = fractions.flatMap((micros, n) => {
      const begin = packet({ id: `t${n}`, status: 'inprogress', time: [1_772_366_400, micros * 1000] })
      const end = packet({ id: `t${n}`, status: 'fail', time: [1_772_366_401, micros * 1000] })
      return n === 0 ? [begin] : [begin, end]
    })
    const kept = fractions.map((micros, n) => {
      const fraction = String(micros).padStart(6, '0')
      const end = n === 0 ? '' : `time: 2026-03-01 12:00:01.${fraction}Z\n`
      return `time: 2026-03-01 12:00:00.${fraction}Z\ntest: t${n}\n${end}failure: t${n}\n`
    })
    const from = directoryWith({
      live: Buffer.concat(live),
      kept: kept.join(''),
      // `stestr last --subunit` loses as much once more
      again: kept.join('').replaceAll('125018', '125017'),
    })
    const { notices, counts } = await run(
      ['live', 'kept', 'again'].map((name) => join(from, name)),
      { destination: directoryWith(), dropEqualRuns: true },
    )
    expect(counts).toMatchObject({ tests: 4, failed: 4 })
    expect(notices).toHaveLength(2)
  })

  it('are equal in any order of tests, but not with other ids, statuses, times or counts, or without times', async () => {
    const [a, b] = [wholeTest('a'), wholeTest('long.name.of.b[gate]')]
    const twice = wholeTest('a', 'success', 1_772_366_402)
    const streams = {
      first: [a, b],
      turned: [b, a],
      id: [a, wholeTest('long.name.of.b')],
      status: [wholeTest('a', 'skip'), wholeTest('long.name.of.b[gate]')],
      swapped: [wholeTest('a', 'fail'), b],
      'swapped back': [a, wholeTest('long.name.of.b[gate]', 'fail')],
      time: [twice, b],
      once: [a],
      twice: [a, a],
      'no times': [packet({ id: 'a', status: 'success' })],
      // without times, equal statuses do not make it the same execution
      'no times either': [packet({ id: 'a', status: 'success' })],
    }
    const from = directoryWith(
      Object.fromEntries(Object.entries(streams).map(([name, parts]) => [name, Buffer.concat(parts)])),
    )
    const { notices, runs } = await run(
      Object.keys(streams).map((name) => join(from, name)),
      { destination: directoryWith(), dropEqualRuns: true },
    )
    expect(notices.map((notice) => notice.split(' ')[0])).toEqual([join(from, 'turned')])
    expect(runs).toHaveLength(10)
  })
})

describe('the conclusion', () => {
  const conclude = async (...parts: Uint8Array[]): Promise<string> =>
    (await run([join(directoryWith({ run: Buffer.concat(parts) }), 'run')], { destination: directoryWith() }))
      .conclusion

  it('is success if all tests passed, were skipped or failed as expected', async () => {
    expect(
      await conclude(wholeTest('a'), wholeTest('b', 'skip'), wholeTest('c', 'xfail'), Buffer.from('noise')),
    ).toBe('success')
  })
  it.each(['fail', 'uxsuccess'])('is failure if a test ended as %s', async (status) => {
    expect(await conclude(wholeTest('a'), wholeTest('b', status))).toBe('failure')
  })
  it('is failure if a test never ended', async () => {
    expect(await conclude(wholeTest('a'), packet({ id: 'b', status: 'inprogress' }))).toBe('failure')
  })
  it('is failure if one of several runs lost data, and the duration is that from the first start to the last end', async () => {
    const cut = packet({ id: 'c', status: 'success' }).subarray(0, -1)
    const from = directoryWith({
      later: wholeTest('a', 'success', 1_772_366_500),
      cut: Buffer.concat([wholeTest('b', 'success', 1_772_366_400), cut]),
      between: wholeTest('d', 'success', 1_772_366_450),
    })
    const paths = ['later', 'cut', 'between'].map((name) => join(from, name))
    const { conclusion, isPartial, counts, duration, runs } = await run(paths, {
      destination: directoryWith(),
    })
    expect([conclusion, isPartial, counts.tests, counts.passed]).toEqual(['failure', true, 3, 3])
    expect(duration).toBe(100 + (runs[0].duration ?? 0))
  })
  const cutOff = packet({ id: 'c', status: 'success' }).subarray(0, -1)
  const twoTests = Buffer.concat([wholeTest('a'), wholeTest('b', 'fail')])
  const listed = ['a', 'b', 'd'].map((id) => packet({ id, status: 'exists' }))
  const oneNeverRan = Buffer.concat([...listed, wholeTest('a'), wholeTest('b')])
  it.each([
    ['1 of the 2 tests that could be read failed', 'an input that is none', 'plain text', twoTests],
    ['1 of the 2 tests that could be read failed', 'a stream that is cut off', cutOff, twoTests],
    ['No failure in the 2 tests that could be read, 1 never ran', 'one cut off', cutOff, oneNeverRan],
    ['1 of 4 tests never ran', 'another stream', wholeTest('c'), oneNeverRan],
    [
      '1 of 3 tests failed',
      'a log that is none',
      wholeTest('c'),
      twoTests,
      [join(EXAMPLES, 'nova.subunit.gz')],
    ],
  ] as [string, string, string | Buffer, Buffer, string[]?][])(
    'is worded alike by result and report, %j, beside %s',
    async (words, _, other, good, dstat = []) => {
      const from = directoryWith({ good, other })
      const report = join(from, 'report.html')
      const page = join(directoryWith({ page: NO_CONNECTION + DATA_PLACEHOLDER }), 'page')
      const paths = ['good', 'other'].map((name) => join(from, name))
      const result = await run(paths, { destination: directoryWith(), report, page, dstat })
      const text = /id="stackviz-manifest">([^<]+)</.exec(readFileSync(report, 'utf8'))?.[1] ?? ''
      const manifest = JSON.parse(text) as Manifest
      expect(verdictOf({ ...result, duration: null })).toBe(words)
      expect(verdict(totalsOf(manifest), manifest.conclusion, null)).toBe(words)
    },
  )
  it('is failure if a line outside the tests says that a suite failed, even if two reads split it', async () => {
    const passed = 'test: a\nsuccess: a\n'
    const lines = 'testsuite-error: one [\nexit code 9\n]\ntestsuite-failure: two\ntestsuite-success: three\n'
    for (const before of [0, 1, 13, 14, 15, 17, 18, 25]) {
      // a read takes 1 MiB
      const filler = `${'.'.repeat((1 << 20) - passed.length - before - 1)}\n`
      const from = directoryWith({ samba: passed + filler + lines, none: `${passed}a testsuite-error: x\n` })
      const options = { destination: directoryWith() }
      const { conclusion, runs } = await run([join(from, 'samba')], options)
      expect([conclusion, runs[0].entry.warnings?.[0]]).toEqual([
        'failure',
        {
          kind: 'suite_failed',
          message: `2 suites failed as a whole, as the run's output says; results may be missing; the first at byte ${(1_048_576 - before).toLocaleString('en')}`,
          offset: 1_048_576 - before,
          bytes: 0,
          count: 2,
          names: ['one: exit code 9', 'two'],
        },
      ])
      expect((await run([join(from, 'none')], { destination: directoryWith() })).conclusion).toBe('success')
    }
  })

  it('does not follow from the end of a suite that tells of its failed tests, which are known', async () => {
    const told = 'testsuite-failure: one [\nExit code was 1\n]\n'
    const suite = (name: string, status: string) =>
      `testsuite: ${name}\ntest: ${name}.a\n${status}: ${name}.a\n${told.replace('one', name)}`
    const from = directoryWith({
      known: suite('one', 'failure') + suite('two', 'uxsuccess'),
      crashed: `${suite('one', 'failure')}${suite('two', 'success')}testsuite-error: three [\ntime: 2026-01-01 00:00:00Z\nb\n]\n`,
      nothing: `${suite('one', 'failure')}testsuite-error: one [\n]\ntest: a\nsuccess: a\n`,
    })
    const namesOf = async (file: string) => {
      const { runs } = await run([join(from, file)], { destination: directoryWith() })
      return runs[0].entry.warnings?.find(({ kind }) => kind === 'suite_failed')?.names
    }
    expect(await namesOf('known')).toBeUndefined()
    expect(await namesOf('crashed')).toEqual(['two: Exit code was 1', 'three'])
    expect(await namesOf('nothing')).toEqual(['one'])
  })
  it('names of a failed suite’s reason no secret', async () => {
    const reason = `token ${GITHUB} ${'x'.repeat(600)}`
    const from = directoryWith({ samba: `test: a\nsuccess: a\ntestsuite-error: one [\n${reason}\n]\n` })
    const { runs } = await run([join(from, 'samba')], { destination: directoryWith(), redact: true })
    expect(runs[0].entry.warnings?.find(({ kind }) => kind === 'redacted')?.count).toBe(1)
    expect(runs[0].entry.warnings?.[0].names?.[0]).toMatch(/^one: token \*{3} x{400,}…$/)
  })

  it('is failure if a packet is damaged, even if all other tests passed', async () => {
    const bad = wholeTest('b', 'fail')
    bad[9] ^= 1
    bad[bad.length - 1] ^= 1
    expect(await conclude(wholeTest('a'), bad)).toBe('failure')
  })
  it('is failure if a test never ran, although all others passed', async () => {
    const exists = ['a', 'b'].map((id) => packet({ id, status: 'exists' }))
    expect(await conclude(...exists, wholeTest('a'))).toBe('failure')
    expect(await conclude(...exists, wholeTest('a'), wholeTest('b'))).toBe('success')
  })
  it('is neutral if tests were only enumerated', async () => {
    expect(await conclude(packet({ id: 'b', status: 'exists' }))).toBe('neutral')
  })
})

it('a site has a page without logs as index.html, and its data in data/', async () => {
  const log = packet({ id: 'a', file: ['log', 'x'], mime: 'text/plain' })
  const from = directoryWith({ run: Buffer.concat([log, wholeTest('a')]) })
  const destination = directoryWith()
  const page = join(EXAMPLES, '../dist/frontend/index.html')
  const options = { destination, site: true, page, report: join(from, 'report.html'), title: '</title><b>' }
  const { data, site, report } = await run([join(from, 'run')], options)
  expect(readdirSync(destination).sort()).toEqual(['data', 'index.html'])
  expect([data, site]).toEqual([join(destination, 'data'), join(destination, 'index.html')])
  expect(raws(data)).toEqual(['tempest_run_0_raw.json'])
  const html = readFileSync(join(destination, 'index.html'), 'utf8')
  const alone = readFileSync(report ?? '', 'utf8')
  expect(alone).toContain(`id="${logsId(0, 0)}"`)
  expect(html).not.toContain(logsId(0, 0))
  expect(html).toContain('"details":"data/tempest_run_0_details.json"')
  expect([alone, html].map((text) => /connect-src '\w+'/.exec(text)?.[0])).toEqual([
    "connect-src 'none'",
    "connect-src 'self'",
  ])
  expect(html).toContain('<title>&lt;/title&gt;&lt;b&gt;</title>')
  expect(html.match(/<b>/g)).toBeNull()
})

it('an earlier export with a page is left beside one without, and vice versa, with a notice', async () => {
  const from = directoryWith({ run: wholeTest('a') })
  const destination = directoryWith({ 'index.html': 'somebody’s', 'data/config.json': '{"port": 80}' })
  const page = join(EXAMPLES, '../dist/frontend/index.html')
  const notices = async (site: boolean, place = destination): Promise<readonly string[]> =>
    (await run([join(from, 'run')], { destination: place, site, page })).notices
  expect(await notices(false)).toEqual([])
  const other = directoryWith()
  expect(await notices(true, other)).toEqual([])
  expect(await notices(false, other)).toEqual([
    `${join(other, 'index.html')} belongs to an earlier export, whose data is in ${join(other, 'data')}: both were left as they were`,
  ])
  expect(await notices(true, other)).toEqual([
    `${join(other, 'config.json')} belongs to an earlier export without a page, and was left as it was`,
  ])
  expect([raws(other), raws(join(other, 'data'))]).toEqual([
    ['tempest_run_0_raw.json'],
    ['tempest_run_0_raw.json'],
  ])
})

it('another program’s index.html is not replaced by a site’s', async () => {
  const from = directoryWith({ run: wholeTest('a') })
  const page = join(EXAMPLES, '../dist/frontend/index.html')
  const site = (files: Record<string, string>) => {
    const destination = directoryWith({ 'index.html': 'somebody’s', ...files })
    return { destination, done: run([join(from, 'run')], { destination, site: true, page }) }
  }
  for (const files of [{}, { 'data/x': '' }]) {
    const { destination, done } = site(files)
    await expect(done).rejects.toThrow(/index\.html does not belong to an export, and would be replaced/)
    expect(readFileSync(join(destination, 'index.html'), 'utf8')).toBe('somebody’s')
    expect(readdirSync(destination)).toHaveLength(Object.keys(files).length + 1)
  }
  const { destination, done } = site({ 'data/tempest_run_0_raw.json': '[' })
  await done
  expect(readFileSync(join(destination, 'index.html'), 'utf8')).toContain('<!doctype html>')
})

it('standard input is exported like a file', async () => {
  const destination = directoryWith()
  const stream = (async function* () {
    yield* [wholeTest('a').subarray(0, 10), wholeTest('a').subarray(10)]
  })()
  await convert({ sources: [{ kind: 'stdin', stream }], dstat: [], destination, page: '' })
  expect(readConfig(destination).tempest[0]).toMatchObject({
    name: 'Subunit Stream (stdin)',
    raw: 'tempest_stdin_0_raw.json',
  })
  expect(readdirSync(destination)).toHaveLength(7)
})

it.each([
  ['y\n', 'plain text'],
  ['\0\0', 'binary data'],
])('standard input that never ends and is no stream, %j, is given up after 64 MiB', async (text, look) => {
  let given = 0
  const stream = (async function* () {
    for (;;) {
      given += 1
      yield Buffer.alloc(1 << 20, text)
    }
  })()
  const options = { sources: [{ kind: 'stdin', stream }] as const, dstat: [], page: '', replace: true }
  const { problems } = await convert({ ...options, destination: directoryWith() })
  expect(problems.map(({ message }) => message)).toEqual([
    `not a subunit stream of version 1 or 2, as far as its first 64 MiB tell; it looks like ${look}. Give a stream such as \`stestr last --subunit\` or \`python -m subunit.run\` print`,
  ])
  expect(given).toBe(65)
})

it('standard input may be a stream whose first 60 MiB are other text', async () => {
  const stream = (async function* () {
    for (let i = 0; i < 60; i += 1) yield Buffer.alloc(1 << 20, 'y\n')
    for (let i = 0; i < 9; i += 1) yield Buffer.concat([wholeTest(`a${i}`), Buffer.alloc(1 << 20, 'y\n')])
  })()
  const destination = directoryWith()
  const { runs } = await convert({ sources: [{ kind: 'stdin', stream }], dstat: [], destination, page: '' })
  expect(runs[0].counts.tests).toBe(9)
})

it('keys of details are numbered until one is free', async () => {
  const ids = ['pkg.x#2', 'pkg.x', 'pkg.x', 'pkg.x']
  const destination = directoryWith()
  const from = directoryWith()
  writeFileSync(join(from, 'run'), Buffer.concat(ids.map((id) => wholeTest(id))))
  await run([join(from, 'run')], { destination })
  const details = JSON.parse(readFileSync(join(destination, 'tempest_run_0_details.json'), 'utf8')) as object
  expect(Object.keys(details)).toEqual(['pkg.x#2', 'pkg.x', 'pkg.x#3', 'pkg.x#4'])
})
