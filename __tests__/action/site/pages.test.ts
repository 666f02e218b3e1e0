import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeArchive } from '../../../src/action/site/archive.ts'
import { runNames, slugOf } from '../../../src/action/site/names.ts'
import { oneRunSite } from '../../../src/action/site/one-run.ts'
import { redirectPage } from '../../../src/action/site/redirect.ts'
import { DamagedList, parseRunsFile, printRunsFile } from '../../../src/action/site/runs-file.ts'
import { SiteFault } from '../../../src/action/site/site-fault.ts'
import { directoryWith } from '../../helpers/directory.ts'
import { ownReport, siteRun } from '../../helpers/own-report.ts'

describe('the page at a stable address', () => {
  const page = redirectPage('../../runs/1-1-unit/')

  it('allows only its own script', () => {
    const script = /<script>(.*)<\/script>/.exec(page)?.[1] ?? ''
    const hash = createHash('sha256').update(script).digest('base64')
    expect(page).toContain(`content="default-src 'none'; script-src 'sha256-${hash}'"`)
    expect(page.match(/<script/g)).toHaveLength(1)
  })

  it('keeps query and fragment, and has a link for browsers without scripts', () => {
    expect(page).toContain('<a id="to" href="../../runs/1-1-unit/">')
    const script = /<script>(.*)<\/script>/.exec(page)?.[1] ?? ''
    const went: string[] = []
    const location = { search: '?a', hash: '#/test/1', replace: (to: string) => went.push(to) }
    const document = { getElementById: () => ({ href: 'https://x/runs/1-1-unit/' }) }
    // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- the page's own script
    new Function('location', 'document', script)(location, document)
    expect(went).toEqual(['https://x/runs/1-1-unit/?a#/test/1'])
  })
})

describe('a directory’s name', () => {
  it('is the report’s name if that is valid', () => {
    for (const name of ['unit', 'unit-ubuntu-latest-3.12', 'a_b.c', 'constructor'])
      expect(slugOf(name)).toBe(name)
  })

  it('stays the same in all versions, since earlier reports and their addresses have it', () => {
    const long = 'x'.repeat(100)
    expect(['a  b', 'größe..', '🎉', long, `${long}x`].map(slugOf)).toEqual([
      'a-b-6e12db73',
      'gr-e-93eee9c1',
      '6146299c',
      long,
      `${long}-c675a2e6`,
    ])
  })

  it('contains only safe characters and differs for different names', () => {
    const names = [
      'nightly / unit',
      'nightly/unit',
      'größe',
      '..',
      '.git',
      '_a',
      '__proto__',
      'a b',
      'a  b',
      '🎉',
      'x'.repeat(200),
    ]
    const slugs = names.map(slugOf)
    expect(new Set(slugs).size).toBe(names.length)
    for (const slug of slugs) expect(slug).toMatch(/^[a-z\d][\w.-]{0,109}$/i)
  })
})

it('the names of a report’s runs are left out of the list if they would make it huge', () => {
  const legs = Array.from({ length: 400 }, (_, n) => `unit-linux-3.${n}-data: Subunit File: run.subunit`)
  expect(runNames(legs)).toEqual({ runNames: legs })
  expect(runNames(Array.from({ length: 400 }, () => '漢'.repeat(300)))).toEqual({})
})

describe('a list of reports', () => {
  const runs = [
    siteRun({ run: 1, runNames: ['a', 'b'] }),
    siteRun({ run: 2, title: '</script>\n', branch: null, pull: 7, follows: 1 }),
  ]
  const file = {
    version: 1,
    repository: 'stack/nova',
    server: 'https://github.com',
    defaultBranch: null,
    runs,
  }
  const parse = (text: string) => parseRunsFile(text, 'runs.json')

  it('can be written and read back, also by a newer version', () => {
    expect(parse(printRunsFile(file))).toEqual(file)
    expect(parse(printRunsFile({ ...file, version: 0 })).runs).toEqual(runs)
    expect(parse(printRunsFile({ ...file, runs: [] })).runs).toEqual([])
  })

  it('is refused if it is no list, or of a newer version', () => {
    expect(() => parse('{')).toThrow(DamagedList)
    for (const text of ['null', '["a"]', '{"version":1}', '{"version":"9","runs":[]}', '{"runs":[]}'])
      expect(() => parse(text)).toThrow(new DamagedList('it is not a list of reports'))
    expect(() => parse('{"version":9,"runs":[]}')).toThrow(SiteFault)
  })

  it.each<[string, readonly unknown[]]>([
    ['path', [null, '', 'runs/', 'runs/..', 'runs/.git', '../runs/1', 'runs/1/..']],
    ...['name', 'title', 'workflow', 'event', 'published', 'app'].map((key): [string, unknown[]] => [
      key,
      [1],
    ]),
    ...['run', 'attempt', 'columns', 'size'].map((key): [string, unknown[]] => [key, ['1']]),
    ['counts', [null, {}, { tests: '1' }]],
    ['branch', [1, undefined]],
    ['pull', ['7', undefined]],
    ['follows', ['1', null]],
    ['runNames', ['ab', ['a', 1], null]],
  ])('is refused if a report has an unexpected %s', (key, values) => {
    for (const value of values)
      expect(() => parse(JSON.stringify({ ...file, runs: [runs[0], { ...runs[1], [key]: value }] }))).toThrow(
        new DamagedList('report 2 is not in the expected form'),
      )
  })
})

const isLinux = process.platform === 'linux'

describe('the archive of a deployment', () => {
  it.skipIf(!isLinux)('is read by GNU tar; files are readable, no link between pages is broken', async () => {
    const { contents, run, site } = ownReport({ text: 'x'.repeat(100_000) })
    for (const { path } of contents.run) chmodSync(path, 0o600)
    const root = directoryWith()
    const tar = join(root, 'artifact.tar')
    await writeArchive(
      tar,
      oneRunSite({ contents, run, site }),
      new Date('2026-03-01T12:00:00Z'),
      new AbortController().signal,
    )
    const lines = execFileSync('tar', ['-tvf', tar, '--utc', '--full-time'], { encoding: 'utf8' })
      .trim()
      .split('\n')
    expect(lines.map((line) => line.replace(/ +\d+ 2026-03-01 12:00:00 /, ' '))).toEqual([
      'drwxr-xr-x 0/0 ./',
      'drwxr-xr-x 0/0 ./app/',
      'drwxr-xr-x 0/0 ./app/a1/',
      'drwxr-xr-x 0/0 ./latest/',
      'drwxr-xr-x 0/0 ./latest/unit/',
      'drwxr-xr-x 0/0 ./runs/',
      'drwxr-xr-x 0/0 ./runs/4711-1-unit/',
      '-rw-r--r-- 0/0 ./.nojekyll',
      '-rw-r--r-- 0/0 ./index.html',
      '-rw-r--r-- 0/0 ./runs.json',
      '-rw-r--r-- 0/0 ./app/a1/report.css',
      '-rw-r--r-- 0/0 ./app/a1/report.js',
      '-rw-r--r-- 0/0 ./runs/4711-1-unit/columns-0.bin.gz',
      '-rw-r--r-- 0/0 ./runs/4711-1-unit/details-0.json.gz',
      '-rw-r--r-- 0/0 ./runs/4711-1-unit/index.html',
      '-rw-r--r-- 0/0 ./runs/4711-1-unit/results.json',
      '-rw-r--r-- 0/0 ./latest/unit/index.html',
    ])
    const out = directoryWith()
    execFileSync('tar', ['-xf', tar, '-C', out])
    const read = (name: string): string => readFileSync(join(out, name), 'utf8')
    expect(read('runs/4711-1-unit/index.html')).toContain('x'.repeat(100_000))
    expect(JSON.parse(read('runs.json')).runs).toEqual([run])
    // every link leads to a file below the site's path
    for (const page of readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.html'),
    )) {
      for (const [, link] of read(page).matchAll(/(?:href|src)="([^"]+)"/g)) {
        const base = new URL(page, 'https://stack.github.io/nova/')
        const to = new URL(link, base).pathname.replace(/\/$/, '/index.html')
        expect(to.startsWith('/nova/')).toBe(true)
        expect(lstatSync(join(out, to.slice('/nova/'.length))).isFile()).toBe(true)
      }
    }
  })

  it('fails if a file has become shorter than its size', async () => {
    const root = directoryWith({ a: 'abc' })
    const files = [{ name: 'a', path: join(root, 'a'), size: 10 }]
    const archive = writeArchive(join(root, 'x.tar'), files, new Date(0), new AbortController().signal)
    await expect(archive).rejects.toThrow(/size/i)
  })

  it('fails with the reason if the job is cancelled', async () => {
    const root = directoryWith({ a: 'abc' })
    const files = [{ name: 'a', path: join(root, 'a'), size: 3 }]
    const reason = AbortSignal.abort(new Error('cancelled'))
    await expect(writeArchive(join(root, 'x.tar'), files, new Date(0), reason)).rejects.toThrow('cancelled')
  })
})
