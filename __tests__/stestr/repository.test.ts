import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join, parse } from 'node:path'
import { describe, expect, it } from 'vitest'
import { convert } from '../../src/convert.ts'
import { openRepository } from '../../src/stestr/repository.ts'
import { directoryWith } from '../helpers/directory.ts'

const FILES = {
  format: '1\n',
  'next-stream': '11\n',
  '0': '',
  '2': '',
  '10': '',
  failing: '',
  'times.dbm': '',
  'meta.dbm.dat': '',
  tmp1x2y: '',
  // names that only begin or end like a run's
  times10: '',
  '10~': '',
  '010': '',
}

const repository = (inside: string): string =>
  directoryWith(Object.fromEntries(Object.entries(FILES).map(([name, text]) => [join(inside, name), text])))

const NONE = `none of ${join('.stestr', 'format')}, ${join('.testrepository', 'format')}, format exists`

describe('a repository', () => {
  it.each(['.stestr', '.testrepository'])(
    'is found as %s or as the directory that contains it',
    async (name) => {
      const directory = repository(name)
      const expected = {
        directory,
        runs: [0, 2, 10].map((run) => ({ run, path: join(directory, name, String(run)) })),
        kind: name.slice(1),
        unended: null,
        newer: null,
        roots: null,
      }
      expect(await openRepository(directory)).toEqual(expected)
      expect(await openRepository(join(directory, name))).toEqual(expected)
    },
  )

  it('that is a database is refused, with a remedy', async () => {
    const directory = directoryWith({ '.stestr.sqlite': 'SQLite format 3' })
    const message =
      'the runs are in a database, .stestr.sqlite, which cannot be read; run `stestr --repo-type sql last --subunit > run.subunit` there, and give that file as a stream'
    await expect(openRepository(directory)).rejects.toThrow(message)
    await expect(openRepository(join(directory, '.stestr.sqlite'))).rejects.toThrow(message)
  })

  it('is read with a message if a database beside it is newer than its runs', async () => {
    const directory = repository('.stestr')
    const database = join(directory, '.stestr.sqlite')
    writeFileSync(database, 'SQLite format 3')
    const at = (seconds: number) => utimesSync(database, seconds, seconds)
    const run = statSync(join(directory, '.stestr/10')).mtimeMs / 1000
    // the last run counts, whatever was done to the others
    for (const other of ['0', '2']) utimesSync(join(directory, '.stestr', other), run + 120, run + 120)
    at(run + 60)
    const { newer, runs } = await openRepository(directory)
    expect(newer).toContain(
      `${database} is newer than all of its runs; it is a database, which cannot be read`,
    )
    expect(runs).toHaveLength(3)
    const options = { dstat: [], destination: directoryWith(), page: '', replace: true }
    const { notices } = await convert({ ...options, sources: [{ kind: 'repository', path: directory }] })
    expect(notices).toContain(`${directory}: ${newer}`)
    at(run - 60)
    expect((await openRepository(directory)).newer).toBeNull()
  })

  it('includes runs that are links to files, as stestr does, and broken links, so that they are reported', async () => {
    const directory = join(repository('.stestr'), '.stestr')
    symlinkSync('2', join(directory, '3'))
    symlinkSync('nowhere', join(directory, '4'))
    symlinkSync('.', join(directory, '5'))
    const { runs } = await openRepository(directory)
    expect(runs.map(({ run }) => run)).toEqual([0, 2, 3, 4, 10])
  })

  it('names the newest file of an unfinished run only if it is newer than all finished runs', async () => {
    const directory = join(repository('.stestr'), '.stestr')
    const put = (name: string, second: number): void => {
      const path = join(directory, name)
      writeFileSync(path, '')
      utimesSync(path, second, second)
    }
    put('10', 1000)
    put('tmpa1b2c3d4', 999)
    expect((await openRepository(directory)).unended).toBeNull()
    put('tmpz_0_z_9_', 1002)
    put('tmpy1y2y3y4', 1001)
    put('tmp.notes', 1003)
    put('xtmpa1b2c3d4', 1003)
    put('tmpa1b2c3d45', 1003)
    mkdirSync(join(directory, 'tmpd1d2d3d4'))
    utimesSync(join(directory, 'tmpd1d2d3d4'), 1004, 1004)
    expect((await openRepository(directory)).unended).toBe(join(directory, 'tmpz_0_z_9_'))
  })

  it('with another name is recognized by its format file', async () => {
    const directory = join(repository('results'), 'results')
    expect(await openRepository(directory)).toMatchObject({ directory, runs: { length: 3 } })
  })

  it.each(['hunter2'.repeat(100), 'hunter2', '2 hunters', '1234567890'])(
    'whose format is another file is rejected without a word of it: %s',
    async (format) => {
      const directory = directoryWith({ '.stestr/format': format })
      await expect(openRepository(directory)).rejects.toThrow(
        `${join(directory, '.stestr/format')} does not say 1; only format 1 is known`,
      )
    },
  )

  it.skipIf(process.platform === 'win32')('whose format is a pipe is rejected at once', async () => {
    const directory = directoryWith({ '.stestr/0': '' })
    spawnSync('sh', ['-c', 'mkfifo "$0"', join(directory, '.stestr/format')])
    await expect(openRepository(directory)).rejects.toThrow(
      `${join(directory, '.stestr/format')} is not a file; remove it, and run the tests with stestr again`,
    )
  })

  it('may have links into the given directory and its own, and no others', async () => {
    const workspace = directoryWith({ 'format-1': '1', 'repo/.stestr/one': '1', 'repo/.stestr/0': '' })
    const format = join(workspace, 'repo/.stestr/format')
    const openWith = async (target: string, within: string) => {
      rmSync(format, { force: true })
      symlinkSync(target, format)
      return (await openRepository(join(workspace, 'repo'), within)).runs.length
    }
    const elsewhere = directoryWith({ format: '1' })
    expect(await openWith('../../format-1', workspace)).toBe(1)
    expect(await openWith('one', elsewhere)).toBe(1)
    await expect(openWith(join(elsewhere, 'format'), workspace)).rejects.toThrow(
      `${format} is a link that leads out of ${workspace}, and was not read; copy what it leads to`,
    )
  })

  it('may have no links into a directory whose name only begins like the given one', async () => {
    const directory = directoryWith({ 'a-2/format': '1', 'a/repo/.stestr/0': '' })
    symlinkSync('../../../a-2/format', join(directory, 'a/repo/.stestr/format'))
    const openWithin = (within: string) => openRepository(join(directory, 'a/repo'), within)
    await expect(openWithin(join(directory, 'a'))).rejects.toThrow('is a link that leads out of')
    expect((await openWithin(parse(directory).root)).runs).toHaveLength(1)
  })

  it('is not there if its format is a directory', async () => {
    await expect(openRepository(directoryWith({ '.stestr/format/0': '' }))).rejects.toThrow(NONE)
  })

  it('of an unknown format is rejected', async () => {
    const directory = directoryWith({ '.stestr/format': '2\n' })
    await expect(openRepository(directory)).rejects.toThrow('says 2; only format 1 is known')
  })

  it('that is missing causes an error that lists where it was searched for', async () => {
    await expect(openRepository(directoryWith())).rejects.toThrow(NONE)
  })
})
