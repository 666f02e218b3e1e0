import { describe, expect, it } from 'vitest'
import { InvalidInputError, withDrive } from '../../src/action/input-values.ts'
import { type Inputs, readInputs } from '../../src/action/inputs.ts'
import { inputsEnv } from '../helpers/runner.ts'

const read = (inputs: Record<string, string> = {}, contexts = {}): Inputs =>
  readInputs(inputsEnv({ inputs, contexts }))

function faultOf(inputs: Record<string, string>): string {
  try {
    read(inputs)
  } catch (error) {
    if (error instanceof InvalidInputError) return error.message
    throw error
  }
  throw new Error('was taken')
}

describe('inputs', () => {
  it('have their defaults if none are given', () => {
    expect(read()).toEqual({
      subunit: { input: 'subunit', patterns: ['*.subunit*'], written: false },
      repository: { input: 'repository', patterns: ['.stestr', '.testrepository'], written: false },
      dstat: {
        input: 'dstat',
        patterns: ['dstat*.csv*', 'dool*.csv*', '*dstat*.log*', '*dstat*_log.txt*'],
        written: false,
      },
      runs: 'last',
      dstatTimezone: null,
      maxDecompressed: 4 * 2 ** 30,
      reportMaxSize: 100e6,
      gzip: false,
      redact: true,
      output: null,
      token: 'ghs_token',
      title: null,
      upload: { report: true, data: true },
      name: 'unit',
      nameGiven: false,
      status: 'auto',
      checkRun: false,
      comment: 'never',
      annotations: 'failures',
      sourceRoots: [],
      artifacts: [],
      workflowRunId: null,
      failOnPublishError: false,
      checkRunId: '77',
      retentionDays: 0,
      compressionLevel: 6,
      ifNoFilesFound: 'error',
      failOn: 'never',
      publish: { pages: false, branch: false },
      branch: 'stackviz-reports',
      path: [],
      keepRuns: 50,
      keepDays: null,
      keepSize: 900e6,
      publishPullRequests: 'same-repository',
      publishPrivate: false,
    })
  })

  it('have the same defaults without a runner, except for token, name and check run ID', () => {
    expect(readInputs({})).toEqual({ ...read(), token: '', name: 'stackviz', checkRunId: '' })
  })

  it('hold one glob per line, ignoring comments and empty lines', () => {
    const { subunit } = read({ subunit: '\n# the shards\n shard1/*.subunit \r\n!**/old/**\rb\n' })
    expect(subunit).toEqual({
      input: 'subunit',
      patterns: ['shard1/*.subunit', '!**/old/**', 'b'],
      written: true,
    })
  })

  it('hold no pattern if a glob is empty', () => {
    expect(read({ dstat: '' }).dstat.patterns).toEqual([])
  })

  it('other than globs fall back to the default if empty', () => {
    expect(read({ 'if-no-files-found': '', gzip: ' ' })).toMatchObject({
      ifNoFilesFound: 'error',
      gzip: false,
    })
  })

  it('are parsed if they are valid', () => {
    const inputs = {
      runs: 'all',
      'dstat-timezone': '+02:00',
      'max-decompressed': '16 GiB',
      'report-max-size': '250MB',
      gzip: 'TRUE',
      output: 'out',
      title: ' Nova\n unit  tests ',
      name: 'nova unit',
      'retention-days': '400',
      'compression-level': '0',
      'if-no-files-found': 'warn',
      'fail-on': 'failures',
      status: 'true',
      'check-run': 'true',
      comment: 'always',
      annotations: 'none',
      'source-root': '/builds/nova\nD:\\a\\nova\\nova',
      artifacts: '*-data\nother',
      'workflow-run-id': '4000',
      'fail-on-publish-error': 'true',
      publish: 'branch, pages',
      branch: 'refs/heads/ci/reports',
      path: './docs/reports/',
      'keep-runs': '1',
      'keep-days': '30',
      'keep-size': '1GB',
      'publish-pull-requests': 'all',
      'publish-private': 'true',
    }
    expect(read(inputs)).toMatchObject({
      runs: 'all',
      dstatTimezone: '+02:00',
      maxDecompressed: 16 * 2 ** 30,
      reportMaxSize: 250e6,
      gzip: true,
      output: 'out',
      title: 'Nova unit tests',
      name: 'nova unit',
      retentionDays: 400,
      compressionLevel: 0,
      ifNoFilesFound: 'warn',
      failOn: 'failures',
      nameGiven: true,
      status: 'true',
      checkRun: true,
      comment: 'always',
      annotations: 'none',
      sourceRoots: ['/builds/nova', 'D:\\a\\nova\\nova'],
      artifacts: ['*-data', 'other'],
      workflowRunId: 4000,
      failOnPublishError: true,
      publish: { pages: true, branch: true },
      branch: 'ci/reports',
      path: ['docs', 'reports'],
      keepRuns: 1,
      keepDays: 30,
      keepSize: 1e9,
      publishPullRequests: 'all',
      publishPrivate: true,
    })
  })

  it.each([
    ['true', 'true', true],
    ['True', 'true', true],
    ['TRUE', 'true', true],
    ['false', 'false', false],
    ['False', 'false', false],
    ['FALSE', 'false', false],
  ])('accept YAML’s %s where a boolean is allowed', (text, status, checkRun) => {
    expect(read({ status: text, 'check-run': text })).toMatchObject({ status, checkRun })
  })

  it.each([
    ['report,data', { report: true, data: true }],
    ['data\nreport', { report: true, data: true }],
    ['report,\n data,\n', { report: true, data: true }],
    ['report', { report: true, data: false }],
    [' data ', { report: false, data: true }],
    ['none', { report: false, data: false }],
  ])('accept %j for upload', (upload, expected) => {
    expect(read({ upload }).upload).toEqual(expected)
  })

  it.each([
    ['runs', 'newest', '`last` or `all`'],
    ['runs', 'LAST', '`last` or `all`'],
    ['dstat-timezone', 'Middle/Earth', '`UTC`'],
    ['max-decompressed', 'unlimited', '`4GiB`'],
    ['report-max-size', '251MB', 'from `1MB` to `250MB`'],
    ['report-max-size', '999999', 'from `1MB` to `250MB`'],
    ['report-max-size', 'small', 'from `1MB` to `250MB`'],
    ['gzip', 'yes', '`true` or `false`'],
    ['upload', 'reports', '`none`'],
    ['upload', 'none,data', '`none`'],
    ['upload', 'data,reports', '`none`'],
    ['upload', ',', '`none`'],
    ['retention-days', '-1', '0 to 400'],
    ['retention-days', '1.5', '0 to 400'],
    ['compression-level', '10', '0 to 9'],
    ['if-no-files-found', 'fail', '`error`, `warn` or `ignore`'],
    ['fail-on', 'always', '`never` or `failures`'],
    ['status', 'yes', '`auto`, `true` or `false`'],
    ['check-run', 'auto', '`true` or `false`'],
    ['comment', 'sometimes', '`never`, `failures` or `always`'],
    ['annotations', 'all', '`failures` or `none`'],
    ['source-root', 'src', 'an absolute path'],
    ['workflow-run-id', '12/34', 'the number of a workflow run'],
    ['publish', 'gh-pages', '`none`, `pages`, `branch` or `branch,pages`'],
    ['publish', 'none,pages', '`none`, `pages`'],
    ['branch', '--upload-pack=x', 'the name of a branch'],
    ['branch', 'a b', 'the name of a branch'],
    ['branch', 'a..b', 'the name of a branch'],
    ['branch', 'x.lock', 'the name of a branch'],
    ['branch', 'a:refs/heads/main', 'the name of a branch'],
    ['path', '../x', 'a directory'],
    ['path', 'a/.git', 'a directory'],
    ['keep-runs', '0', '1 to 10000'],
    ['keep-days', '0', '1 to 3650'],
    ['keep-size', 'much', '`900MB`'],
    ['publish-pull-requests', 'forks', '`same-repository`, `none` or `all`'],
    ['publish-private', 'yes', '`true` or `false`'],
  ])(
    'reject %s: %j with an error that names the input, the value and what is allowed',
    (name, value, allowed) => {
      const fault = faultOf({ [name]: value })
      expect(fault).toContain(`input ${name} is "${value.slice(0, 100)}`)
      expect(fault).toContain(allowed)
    },
  )

  it('report all invalid values in one error, one per line', () => {
    expect(faultOf({ runs: 'x', gzip: 'x', 'fail-on': 'x' }).split('\n')).toHaveLength(3)
  })
})

it.each([
  ['/d/a/nova/*.subunit', 'd:/a/nova/*.subunit'],
  ['! /C/a', '! C:/a'],
  ['/tmp/a', '/tmp/a'],
  ['/d', '/d'],
  ['a/d/b', 'a/d/b'],
  ['//d/share', '//d/share'],
])('a path of Git Bash, %s, is %s on Windows, and itself elsewhere', (path, withIt) => {
  expect([withDrive(path, '\\'), withDrive(path, '/')]).toEqual([withIt, path])
  const { subunit, output } = read({ subunit: path, output: path })
  expect([subunit.patterns, output]).toEqual([[withDrive(path)], withDrive(path)])
})

describe('the default name', () => {
  it.each([
    [null, 'unit'],
    [{}, 'unit'],
    [{ os: 'ubuntu-latest', python: 3.12 }, 'unit-ubuntu-latest-3.12'],
    [
      { python: 3.12, os: 'ubuntu-24.04-arm', suite: 'tempest-full' },
      'unit-3.12-ubuntu-24.04-arm-tempest-full',
    ],
    [{ os: 'windows-2025', db: 'mysql', lowest: false }, 'unit-windows-2025-mysql-false'],
    [{ os: { name: 'a b', old: true }, empty: '' }, 'unit-a-b-true-09177112'],
    [{ path: '../../etc/passwd', glob: '*?"<>|:' }, 'unit-..-..-etc-passwd-42e31d9d'],
    [{ text: 'line\nbreak\u0000' }, 'unit-line-break-bdbe2149'],
    [{ unit: 'größe' }, 'unit-größe'],
  ])('of the matrix leg %j is %s', (matrix, expected) => {
    expect(read({}, { matrix }).name).toBe(expected)
  })

  it('stays within 100 bytes, but differs for long legs that differ only at the end', () => {
    const names = ['a', 'b'].map((end) => read({}, { matrix: { text: 'x'.repeat(300) + end } }).name)
    expect(new Set(names).size).toBe(2)
    for (const name of names) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(100)
  })

  it.each([
    [{ db: 'my sql' }, { db: 'my-sql' }],
    [{ a: 'x/y' }, { a: 'x:y' }],
  ])('differs for the legs %j and %j', (a, b) => {
    expect(read({}, { matrix: a }).name).not.toBe(read({}, { matrix: b }).name)
  })

  it('is never the name of a Windows device', () => {
    const nameOf = (job: string, matrix: unknown = null): string => read({}, { job, matrix }).name
    expect(nameOf('aux')).toMatch(/^aux-[0-9a-f]{8}$/)
    expect(nameOf('com1.2')).toMatch(/^com1-2-[0-9a-f]{8}$/)
    expect([nameOf('aux', { os: 'x' }), nameOf('auxiliary')]).toEqual(['aux-x', 'auxiliary'])
  })

  it('takes the place of a given name only where no file may be called so', () => {
    const name = (given: string): string => read({ name: given }).name
    expect(['nova unit', 'größe (3.12)', 'x'.repeat(200)].map(name)).toEqual([
      'nova unit',
      'größe (3.12)',
      'x'.repeat(200),
    ])
    expect(['unit-ubuntu:24.04', 'a/b', 'NUL.1', '..'].map(name)).toEqual(
      ['unit-ubuntu-24.04-', 'a-b-', 'NUL-1-', 'stackviz-'].map((start) =>
        expect.stringMatching(new RegExp(`^${start}[0-9a-f]{8}$`)),
      ),
    )
    expect(name('a/b')).not.toBe(name('a:b'))
    expect(Buffer.byteLength(name('x'.repeat(201)))).toBe(100)
  })

  it('is a valid value of the name input, whatever the leg contains', () => {
    for (const text of [
      '.',
      '..',
      ' ',
      '/',
      '\\',
      'con ',
      'nul.',
      'aux.1',
      '-',
      'a.',
      '\u202e',
      '🎉',
      '::error::x',
    ]) {
      const { name } = read({}, { job: text, matrix: { text } })
      expect(read({ name }).name).toBe(name)
    }
  })

  it('ignores a matrix that cannot be parsed', () => {
    expect(read({ matrix: '{' }).name).toBe('unit')
  })
})
