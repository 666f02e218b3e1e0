import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decode } from '../helpers/decoded.ts'
import { directoryWith } from '../helpers/directory.ts'
import { type Exported, exportStream } from '../helpers/exported.ts'

async function read(...lines: string[]): Promise<Exported> {
  return exportStream(join(directoryWith({ run: lines.join('\n') }), 'run'))
}

const statuses = ({ raw }: Exported): string[] => raw.map(({ name, status }) => `${name} ${status}`)

// where the reference library gives up
describe('a version 1 stream', () => {
  it('leaves an open test inprogress if another starts, with a warning', async () => {
    const run = await read('test: a', 'test: b', 'success: b', 'test: a', 'failure: a', '')
    expect(statuses(run)).toEqual(['b success', 'a fail', 'a inprogress'])
    expect(run.warnings.map(({ kind }) => kind)).toEqual(['unfinished'])
  })

  it('may have a message in brackets on one line', async () => {
    const run = await read('test: a', 'failure: a [ it broke ]', 'test: b', 'skip: b [ not here ]', '')
    expect(statuses(run)).toEqual(['a fail', 'b skip'])
    expect(run.stats.failures[0].details).toEqual(['it broke'])
    expect(run.stats.skips[0].details).toBe('not here')
  })

  it('keeps details that are cut off at its end, with a warning', async () => {
    const run = await read('test: a', 'failure: a [', 'Traceback', 'KeyError: x')
    expect(statuses(run)).toEqual(['a inprogress'])
    expect(run.details.a.traceback).toBe('Traceback\nKeyError: x')
    expect(run.warnings.map(({ kind }) => kind)).toEqual(['truncated', 'unfinished'])
  })

  it('needs no newline after its last line', async () => {
    expect(statuses(await read('test: a', 'success: a'))).toEqual(['a success'])
  })

  it('may have lines that end in CR LF', async () => {
    const run = await read('time: 2026-03-01 12:00:00Z\r', 'test: a\r', 'skip: a [\r', 'why\r', ']\r', '')
    expect(statuses(run)).toEqual(['a skip'])
    expect(run.details.a.reason).toBe('why\r\n')
  })

  it('has U+FFFD for bytes that are no UTF-8, wherever they are in a name', () => {
    const names = Array.from({ length: 50 }, (_, at) => `${'n'.repeat(at)}\xff${'m'.repeat(49 - at)}`)
    const lines = names.flatMap((name) => [`test: ${name}`, `success: ${name}`])
    const { raw } = decode('v1', [Buffer.from(`${lines.join('\n')}\n`, 'latin1')])
    expect(raw.map(({ name }) => name)).toEqual(names.map((name) => name.replace('\xff', '\ufffd')))
  })

  it('gives tests null times if it has none', async () => {
    expect((await read('test: a', 'success: a', '')).raw[0]).toMatchObject({
      timestamps: [null, null],
      duration: null,
    })
  })

  it('has its times converted to UTC', async () => {
    const run = await read('time: 2026-03-01 14:00:00.5+02:00', 'test: a', 'success: a', '')
    expect(run.raw[0].timestamps[0]).toBe('2026-03-01T12:00:00.500000+00:00')
  })

  it('has a start and an end of the run that are those of its tests, in any year', async () => {
    const times = [
      ['0001-01-01 00:00:00.000001Z', '0001-01-01T00:00:00.000001+00:00'],
      ['1969-12-31 23:59:59.999999Z', '1969-12-31T23:59:59.999999+00:00'],
      ['2300-01-01 00:00:00.000001Z', '2300-01-01T00:00:00.000001+00:00'],
      ['9999-12-31 23:59:59.999999Z', '9999-12-31T23:59:59.999999+00:00'],
    ]
    for (const [given, written] of times) {
      const run = await read(`time: ${given}`, 'test: a', 'success: a', '')
      expect(run.raw[0].timestamps).toEqual([written, written])
      expect([run.stats.start, run.stats.end]).toEqual([written, written])
    }
    const all = await read(...times.flatMap(([given]) => [`time: ${given}`, 'test: a', 'success: a']), '')
    expect([all.stats.start, all.stats.end]).toEqual([times[0][1], times[3][1]])
  })

  it('is rejected if it is plain English', async () => {
    const path = join(directoryWith({ log: 'test this first\nsuccess is near\n' }), 'log')
    await expect(exportStream(path)).rejects.toThrow('it looks like plain text')
  })

  it('is read on after malformed details, with a warning', async () => {
    const run = await read(
      'test: a',
      'error: a [ multipart',
      'what is this',
      ']',
      'test: b',
      'success: b',
      '',
    )
    expect(statuses(run)).toEqual(['a fail', 'b success'])
    expect(run.warnings).toMatchObject([{ kind: 'unreadable', count: 1, offset: 29 }])
  })

  const parts = [
    'time: 2026-03-01 12:00:00Z',
    'test: a',
    'failure: a [ multipart',
    'Content-Type: text/plain',
    'log',
  ]
  const later = ['time: 2026-03-01 12:00:01Z', 'test: b', 'success: b', '']
  it.each([
    ['lack the end of the last chunk', ['3\r', 'abc]'], 'a fail', 1],
    ['lack that and the bracket', ['3\r', 'abc'], 'a inprogress', 2],
    ['lack the bracket', ['3\r', 'abc0\r'], 'a inprogress', 1],
    ['are cut off in a chunk, which takes as much of what follows', ['1E\r', 'abc'], 'a inprogress', 2],
    ['are cut off before a chunk', [], 'a inprogress', 1],
    ['hold a chunk of no length', ['x', 'y', 'z'], 'a inprogress', 4],
  ])('has the tests behind details that %s', async (_, details, open, lines) => {
    const run = await read(...parts, ...details, ...later)
    expect(statuses(run).toSorted()).toEqual([open, 'b success'])
    const [start] = run.raw.find(({ name }) => name === 'b')?.timestamps ?? []
    expect(start).toBe(`2026-03-01T12:00:0${details[0] === '1E\r' ? 0 : 1}+00:00`)
    const [{ kind, message, count }] = run.warnings.filter((one) => one.kind === 'unreadable')
    expect([kind, count]).toEqual(['unreadable', lines])
    expect(message).toMatch(/^\d lines?( \(\d+ bytes\))? of details that break the protocol \(/)
  })

  it('has the days of the Gregorian calendar, and times of two digits each', async () => {
    const lastDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    const ends = lastDays.map((day, n) => `2026-${String(n + 1).padStart(2, '0')}-${day}`)
    const more = [
      '1900-02-28',
      '1900-03-01',
      '2000-02-29',
      '2000-12-31',
      '2024-02-29',
      '2100-02-28',
      '2100-03-01',
    ]
    const days = [...ends, ...more]
    const noDays = ['2026-00-31', '2026-13-01', '2026-01-00', '2026-02-29', '2100-02-29', '2024-02-30']
    const behind = ends.map((day) => day.slice(0, -2) + (Number(day.slice(-2)) + 1))
    const noTimes = ['1:00:00', '00:1:00', '00:00:1', '24:00:00', '00:60:00', '00:00:60']
    const none = [
      ...[...noDays, ...behind].map((day) => `${day} 00:00:00`),
      ...noTimes.map((time) => `2026-03-01 ${time}`),
    ]
    const times = [...days.map((day) => `${day} 00:00:00`), ...none]
    const lines = times.flatMap((time) => [`time: ${time}Z`, `test: ${time}`, `success: ${time}`])
    const run = await read(...lines, '')
    expect(run.raw.slice(0, days.length).map(({ timestamps: [start] }) => start)).toEqual(
      days.map((day) => `${day}T00:00:00+00:00`),
    )
    // what states no time is output
    expect(run.details[''].noise).toBe(none.map((time) => `time: ${time}Z\n`).join(''))
  })

  it('has tags between white space as Python knows it', async () => {
    const spaces =
      '\t\v\f\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000'
    const others = '\x0e\x1b!\x7f\x84\xa1\u1681\u180e\u200b\u2027\u202a\u202e\u2030\u2060\u2fff\u3001'
    const tags = Array.from(spaces, (space, n) => `t${n}${space}`).join('')
    const run = await read(`tags: ${tags}${others}`, 'test: a', 'success: a', '')
    expect(run.raw[0].tags.toSorted()).toEqual([others, ...Array.from(spaces, (_, n) => `t${n}`)].toSorted())
  })

  it('has U+FFFD in ids and tags that are not UTF-8, as often as the Encoding Standard says', async () => {
    const bad = Buffer.concat([Buffer.from('a\xff\xe2\x82b\xed\xa0\x80', 'latin1'), Buffer.alloc(4000, 0xff)])
    const text = `a\ufffd\ufffdb\ufffd\ufffd\ufffd${'\ufffd'.repeat(4000)}`
    const lines = ['test: ', '\ntags: ', '\nskip: ', '\n'].map((line) => Buffer.from(line))
    const stream = Buffer.concat(lines.flatMap((line, n) => (n < 3 ? [line, bad] : [line])))
    const { raw } = await exportStream(join(directoryWith({ run: stream }), 'run'))
    expect(raw).toMatchObject([{ name: text, status: 'skip', tags: [text] }])
  })

  it('has details that end only at a bracket, not at another line of one character', async () => {
    const run = await read('test: a', 'failure: a [', '{', '}', '', ' ]', '}', ']', '')
    expect(statuses(run)).toEqual(['a fail'])
    expect(run.details.a.traceback).toBe('{\n}\n\n]\n}\n')
  })

  it.each([
    ['success', 'message'],
    ['uxsuccess', 'message'],
    ['skip', 'reason'],
    ['xfail', 'traceback'],
    ['error', 'traceback'],
  ])('has the text of %s as the attachment %s', async (outcome, attachment) => {
    const run = await read('test: a', `${outcome}: a [`, 'why', ']', '')
    expect(run.details.a).toEqual({
      status: outcome === 'error' ? 'fail' : outcome,
      timestamps: [null, null],
      [attachment]: 'why\n',
    })
  })

  it('has output that begins like an outcome', async () => {
    const words = ['faulty', 'errors', 'skipped', 'xfailed', 'uxsuccesses', 'succeeded', 'successfully']
    const lines = words.map((word) => `${word}: a\n`).join('')
    const run = await read(`test: a\n${lines}success: a\n`)
    expect(statuses(run)).toEqual(['a success'])
    expect(run.details[''].noise).toBe(lines)
  })

  it('may lack colons if a test ends, and tests if it has only directives', async () => {
    expect(statuses(await read('hello there', 'test a', 'success a', ''))).toEqual(['a success'])
    expect((await read('tags: x', '')).raw).toEqual([])
    const path = join(directoryWith({ log: 'tags: x\nand text\n' }), 'log')
    await expect(exportStream(path)).rejects.toThrow('it looks like plain text')
  })

  it('has the stream’s tags on each test, which the tags of one test add to and take from for itself', async () => {
    const run = await read(
      'tags: a b',
      'test: one',
      'tags: c -a',
      'tags: d -c',
      'success: one',
      'test: two',
      'success: two',
      'tags: -b e',
      'test: three',
      'tags: b -b f',
      'success: three',
      '',
    )
    expect(run.raw.map(({ tags }) => tags)).toEqual([
      ['b', 'd'],
      ['a', 'b'],
      ['a', 'e', 'f'],
    ])
  })

  it('has no directive inside a line of output, wherever the line is cut', () => {
    const line = 'a-first-word-that-is-too-long success: a\n'
    const stream = Buffer.from(`test: a\n${line}failure: a\n`)
    for (let cut = 0; cut <= stream.length; cut++) {
      const { raw, details } = decode('v1', [stream.subarray(0, cut), stream.subarray(cut)])
      expect(raw.map(({ status }) => status)).toEqual(['fail'])
      expect(details[''].noise).toBe(line)
    }
  })
})

it('keeps microseconds of years in which a double has none', () => {
  const lines = [
    'time: 9000-12-31 23:59:58.123457Z',
    'test: a',
    'time: 9000-12-31 23:59:59.123459Z',
    'success: a',
  ]
  const { raw } = decode('v1', [Buffer.from(`${lines.join('\n')}\n`)])
  expect(raw[0]).toMatchObject({
    timestamps: ['9000-12-31T23:59:58.123457+00:00', '9000-12-31T23:59:59.123459+00:00'],
    duration: 1.000002,
  })
})
