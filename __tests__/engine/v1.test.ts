import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
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
})
