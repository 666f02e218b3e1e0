import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs'
import { join, sep } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { findBelow } from '../../src/action/find/elsewhere.ts'
import { type Found, find, foundNothing, refuseLosses } from '../../src/action/find/find.ts'
import { readInputs } from '../../src/action/inputs.ts'
import type { Places } from '../../src/action/places.ts'
import { directoryWith } from '../helpers/directory.ts'
import { inputsEnv } from '../helpers/runner.ts'

function placesOf(workspace: string, output = join(workspace, 'out')): Places {
  return {
    workspace,
    output,
    report: join(output, 'unit.html'),
    site: join(output, 'site'),
    results: join(output, 'site/results.json'),
    step: 1,
    scratch: workspace,
  }
}

/** What is found, with paths relative to the workspace. */
async function findIn(workspace: string, inputs: Record<string, string> = {}): Promise<Found> {
  const found = await find(readInputs(inputsEnv({ inputs })), placesOf(workspace))
  if (foundNothing(found)) refuseLosses(found)
  const short = (text: string): string =>
    text
      .replaceAll(workspace + sep, '')
      .replaceAll(workspace, 'WORK')
      .replaceAll(sep, '/')
  const { streams, repositories, logs, warnings, problems } = found
  return {
    streams: streams.map(short),
    repositories: repositories.map(short),
    logs: logs.map(short),
    warnings: warnings.map(short),
    problems: problems.map(({ message, ...rest }) => ({ ...rest, message: short(message) })),
  }
}

const made = (files: readonly string[]): string =>
  realpathSync(directoryWith(Object.fromEntries(files.map((file) => [file, 'x']))))

describe('without inputs', () => {
  it('streams, repositories and logs are found in the workspace’s root, sorted, but not below it', async () => {
    const workspace = made([
      'b.subunit',
      'a.subunit.gz',
      'sub/c.subunit',
      '.stestr/0',
      '.testrepository/0',
      'sub/.stestr/0',
      'dstat.csv',
      'dool-1.csv',
      'my-dstat.log',
      'dool.csv.gz',
      'dstat-csv_log.txt.gz',
      'screen-dstat.txt',
      'other.csv',
    ])
    expect(await findIn(workspace)).toEqual({
      streams: ['a.subunit.gz', 'b.subunit'],
      repositories: ['.stestr', '.testrepository'],
      logs: ['dool-1.csv', 'dool.csv.gz', 'dstat-csv_log.txt.gz', 'dstat.csv', 'my-dstat.log'],
      warnings: [],
      problems: [],
    })
  })

  it('missing files cause no warning', async () => {
    const found = await findIn(made(['x']))
    expect(found.warnings).toEqual([])
    expect(foundNothing(found)).toBe(true)
  })
})

it('a log alone counts as nothing found', async () => {
  expect(foundNothing(await findIn(made(['dstat.csv'])))).toBe(true)
  expect(foundNothing({ streams: [], repositories: ['.stestr'] })).toBe(false)
})

it('files that other steps exported are not taken for streams despite their names', async () => {
  const exported = ['raw.json', 'details.json.gz', 'index.json', 'tree.json', 'stats.json', 'columns.bin']
  const below = (name: string): string => `other/site/data/tempest_run.subunit_0_${name}`
  const workspace = made([
    ...exported.map(below),
    'a/tempest_api.subunit',
    'a/tempest_1.subunit.json',
    'out/unit.html',
  ])
  const { streams } = await findIn(workspace, { subunit: '**/*.subunit*\nout/*' })
  expect(streams).toEqual(['a/tempest_1.subunit.json', 'a/tempest_api.subunit'])
})

it('a stream or repository that several patterns match is listed once', async () => {
  const workspace = made(['a.subunit', '.stestr/format'])
  const found = await findIn(workspace, {
    subunit: '*.subunit\n**/a.*\na.subunit',
    repository: `.stestr\n${workspace}`,
  })
  expect(found).toMatchObject({ streams: ['a.subunit'], warnings: [] })
  expect(found.repositories).toHaveLength(1)
})

it('an exclusion applies only to the patterns above it', async () => {
  const workspace = made(['a.subunit', 'old/b.subunit', 'c/d.subunit'])
  expect((await findIn(workspace, { subunit: '**/*.subunit\n!old' })).streams).toEqual([
    'a.subunit',
    'c/d.subunit',
  ])
  expect((await findIn(workspace, { subunit: '!old\n**/*.subunit' })).streams).toHaveLength(3)
})

it('of paths to one stream, the first in order is read, whichever pattern is above', async () => {
  const workspace = made(['b.subunit', 'c/b.subunit'])
  symlinkSync(join(workspace, 'b.subunit'), join(workspace, 'a'))
  expect((await findIn(workspace, { subunit: 'b*\na\nc/**' })).streams).toEqual(['a', 'c/b.subunit'])
})

it('paths are as a user would write them in the workspace', async () => {
  const [workspace, other] = [made(['.stestr/format', 'a/x.subunit']), made(['y.subunit'])]
  const inputs = readInputs(inputsEnv({ inputs: { subunit: `${other}/*\n**/*.subunit`, repository: '.' } }))
  const cwd = vi.spyOn(process, 'cwd').mockReturnValue(workspace)
  const inside = await find(inputs, placesOf(workspace))
  cwd.mockRestore()
  const outside = await find(inputs, placesOf(workspace))
  expect(inside.repositories).toEqual(['.'])
  expect(inside.streams.toSorted()).toEqual([join(other, 'y.subunit'), join('a', 'x.subunit')])
  expect(outside.repositories).toEqual([workspace])
  expect(outside.streams).toContain(join(workspace, 'a', 'x.subunit'))
})

it('an exclusion that ends in a slash is of a directory', async () => {
  const workspace = made(['a', 'old/b', 'new'])
  expect((await findIn(workspace, { subunit: '**\n!old/\n!new/' })).streams).toEqual(['a', 'new'])
})

it.each(['!.tox', '!.tox/', '!./.tox//'])(
  'an excluded directory excludes the repositories below it: %s',
  async (excluded) => {
    const workspace = made(['.stestr/0', '.tox/x/.stestr/0', 'a/.stestr/0'])
    const { repositories } = await findIn(workspace, { repository: `**/.stestr\n${excluded}` })
    expect(repositories).toEqual(['.stestr', 'a/.stestr'])
  },
)

it('a directory stands for all files below it as a stream, and for itself as a repository', async () => {
  const workspace = made(['logs/a', 'logs/b/c', 'nova/.stestr/0'])
  const found = await findIn(workspace, { subunit: 'logs', repository: 'nova/' })
  expect(found).toMatchObject({ streams: ['logs/a', 'logs/b/c'], repositories: ['nova'] })
})

it.each([
  ['.', ['a.subunit', 'logs/b.subunit']],
  ['logs/.', ['logs/b.subunit']],
  ['././logs/./*.subunit', ['logs/b.subunit']],
  ['*/*.subunit\n!./logs/.', []],
])('. in a path has no meaning, alone it is the workspace: %j', async (subunit, streams) => {
  expect((await findIn(made(['a.subunit', 'logs/b.subunit']), { subunit })).streams).toEqual(streams)
})

it('the workspace itself may be named as a repository’s place', async () => {
  const workspace = made(['.stestr/format'])
  for (const repository of ['.', './', `${workspace}/.`])
    expect(await findIn(workspace, { repository })).toMatchObject({ repositories: ['WORK'], warnings: [] })
  const both = made(['.stestr/format', '.testrepository/format'])
  expect((await findIn(both, { repository: '.\n.stestr' })).repositories).toEqual(['WORK'])
})

it.each([
  ['!old\n!new\n**/*.subunit', ['!old', '!new']],
  ['!old', ['!old']],
  ['*.subunit\n!old\nnew/*.subunit\n!x', []],
])('an exclusion with no pattern above it causes a warning: %j', async (subunit, idle) => {
  const workspace = made(['a.subunit', 'old/b.subunit', 'new/c.subunit'])
  expect((await findIn(workspace, { subunit })).warnings).toEqual(
    idle.map(
      (each) =>
        `subunit: ${each} excludes nothing: it applies to the patterns above it, so write it below them`,
    ),
  )
})

describe('a file or directory that is no repository', () => {
  const files = ['nova.cfg', 'docs/x', 'nova/.stestr/format', 'tox/.stestr', 'glance/.testrepository']
  it.each(['*', '*/', 'n*\ng*', '**'])('is skipped where a wildcard matches it: %s', async (repository) => {
    const { repositories, warnings } = await findIn(made(files), { repository })
    expect(repositories).toEqual(['nova'])
    expect(warnings).toEqual(repository === 'n*\ng*' ? ['repository: no repository matches g* in WORK'] : [])
  })

  it('is found where its name is given, if it is a directory: reading it tells more', async () => {
    const repository = 'docs\nnova.cfg\ntox\nnova'
    expect(await findIn(made(files), { repository })).toMatchObject({
      repositories: ['docs', 'nova', 'tox'],
      warnings: ['repository: no repository matches nova.cfg in WORK'],
    })
    expect((await findIn(made(['.stestr', 'a.subunit']))).repositories).toEqual([])
  })
})

it('a pattern from an input that matches nothing causes a warning that names it', async () => {
  const workspace = made(['a.subunit'])
  const { warnings } = await findIn(workspace, { subunit: '*.subunit\nshard*/*.subunit', dstat: 'sar.csv' })
  expect(warnings).toEqual([
    'subunit: nothing matches shard*/*.subunit in WORK',
    'dstat: nothing matches sar.csv in WORK',
  ])
})

it('a pattern whose place is not there at all, as a drive that a machine lacks, matches nothing', async () => {
  const workspace = made(['a.subunit'])
  const lacking = join(workspace, 'lacking')
  const { warnings } = await findIn(lacking, { subunit: '*.subunit', dstat: '' })
  expect(warnings).toEqual(['subunit: nothing matches *.subunit in WORK'])
  expect((await findIn(workspace, { dstat: 'Q:\\logs\\dool*.csv' })).streams).toEqual(['a.subunit'])
})

it.skipIf(process.platform === 'win32')(
  'a workspace whose path contains glob characters is searched',
  async () => {
    const workspace = made(['a[1] b*c?/x.subunit', 'a[1] b*c?/.stestr/0'])
    expect(await findIn(join(workspace, 'a[1] b*c?'))).toMatchObject({
      streams: ['x.subunit'],
      repositories: ['.stestr'],
    })
  },
)

it('the site that an earlier run of the step left in its output is not searched', async () => {
  const workspace = made(['a.subunit', 'out/site/data/dstat_log.csv', 'out/dstat.csv'])
  expect((await findIn(workspace, { dstat: '**/dstat*.csv' })).logs).toEqual(['out/dstat.csv'])
})

it.skipIf(process.platform === 'win32').each([
  ['../*/a.subunit', /\.\.\/\*\/a\.subunit leads out of the workspace: write it as \/.*\/\*\/a\.subunit$/],
  ['*.subunit\n!../old', /\.\.\/old leads out of the workspace: write it as \/.*\/old$/],
  ['./a/**\n!../old', /is not allowed; \.\.\/old leads out of the workspace: write it as \/.*\/old$/],
  [
    './logs/../*.subunit',
    /^input subunit: the search for \.\/logs\/\.\.\/\*\.subunit failed: .* is not allowed; write logs\/\.\.\/\*\.subunit as \*\.subunit$/,
  ],
])('a pattern with .. in its path is rejected with the correct spelling: %j', async (subunit, words) => {
  await expect(findIn(made([]), { subunit })).rejects.toThrow(words)
})

describe.skipIf(process.platform === 'win32')('a directory that may not be read', () => {
  /** What is found by a user who may not read `closed`. */
  async function findWithout(closed: string, workspace: string, inputs: Record<string, string> = {}) {
    chmodSync(workspace, 0o755)
    chmodSync(join(workspace, closed), 0)
    const isRoot = process.geteuid?.() === 0
    if (isRoot) process.seteuid?.(65_534)
    try {
      return await findIn(workspace, inputs)
    } finally {
      if (isRoot) process.seteuid?.(0)
      chmodSync(join(workspace, closed), 0o755)
    }
  }
  const words = (pattern: string, place: string): string =>
    `the search for ${pattern} ended early, at ${place}: permission denied; make it readable for this user (sudo chmod -R a+rX, where sudo made it)`

  it('causes an error with a remedy if nothing is found elsewhere', async () => {
    await expect(findWithout('.stestr', made(['.stestr/0']))).rejects.toThrow(
      /^input repository: .*\.stestr: permission denied; make it readable for this user \(sudo/,
    )
    const both = findWithout('.stestr', made(['.stestr/0']), { subunit: '.stestr/*' })
    await expect(both).rejects.toThrow(/^input subunit: .*\.stestr: permission denied.*\ninput repository: /)
  })

  it('hides neither what was found before it nor what other patterns find', async () => {
    const workspace = made(['a/x.subunit', 'db/x.subunit', 'z.subunit', '.stestr/0'])
    expect(await findWithout('db', workspace, { subunit: '**/*.subunit\nz.subunit' })).toEqual({
      streams: ['a/x.subunit', 'z.subunit'],
      repositories: ['.stestr'],
      logs: [],
      warnings: [],
      problems: [{ kind: 'tests', input: 'subunit', message: words('**/*.subunit', 'db') }],
    })
  })

  it('costs no test result if only logs were looked for there, and is no repository', async () => {
    const workspace = made(['a.subunit', 'logs/dstat.csv', '.stestr/0'])
    expect(await findWithout('logs', workspace, { dstat: 'logs/**/dstat.csv' })).toMatchObject({
      streams: ['a.subunit'],
      warnings: [],
      problems: [{ kind: 'machine', input: 'dstat', message: words('logs/**/dstat.csv', 'logs') }],
    })
    expect(await findWithout('.stestr', workspace)).toMatchObject({
      streams: ['a.subunit'],
      repositories: [],
      problems: [{ kind: 'tests', input: 'repository', message: words('.stestr', '.stestr') }],
    })
    const logs = made(['logs/dstat.csv'])
    expect(await findWithout('logs', logs, { dstat: 'logs/**/dstat.csv' })).toMatchObject({ streams: [] })
    // nor is what it is in
    const around = made(['a.subunit', 'nova/.stestr/0'])
    expect(await findWithout('nova/.stestr', around, { repository: '**' })).toMatchObject({
      streams: ['a.subunit'],
      repositories: [],
    })
    // but may be one where nothing was to be searched there
    expect(await findWithout('nova/.stestr', made(['nova/.stestr/0']), { repository: '*' })).toMatchObject({
      repositories: ['nova'],
      problems: [],
    })
  })
})

describe('a symbolic link', () => {
  it('is followed within the workspace', async () => {
    const workspace = made(['run-3/a.subunit'])
    symlinkSync('run-3', join(workspace, 'latest'))
    symlinkSync('run-3/a.subunit', join(workspace, 'last.subunit'))
    expect((await findIn(workspace, { subunit: 'latest/*.subunit' })).streams).toEqual(['latest/a.subunit'])
    expect((await findIn(workspace)).streams).toEqual(['last.subunit'])
  })

  it('is a problem if it leads out of the workspace, unless another pattern names its target', async () => {
    const secret = made(['token.subunit', 'repo/.stestr/0'])
    const workspace = made(['b.subunit'])
    symlinkSync(join(secret, 'token.subunit'), join(workspace, 'a.subunit'))
    symlinkSync(join(secret, 'repo/.stestr'), join(workspace, '.stestr'))
    mkdirSync(join(workspace, 'inner'))
    symlinkSync(join(secret, 'repo'), join(workspace, 'inner/repo'))
    symlinkSync(join(secret, 'token.subunit'), join(workspace, 'dstat.csv'))
    const found = await findIn(workspace, { repository: '.stestr\ninner/repo' })
    expect(found).toMatchObject({ streams: ['b.subunit'], repositories: [], logs: [], warnings: [] })
    const target = join(secret, 'token.subunit')
    const words = 'outside of WORK, and was not read: name the target itself, or exclude it with !a.subunit'
    expect(found.problems.map(({ kind, input }) => [kind, input])).toEqual([
      ['tests', 'subunit'],
      ['tests', 'repository'],
      ['tests', 'repository'],
      ['machine', 'dstat'],
    ])
    expect(found.problems[0].message).toBe(`a.subunit is a link to ${target}, ${words}`)
    const alone = { subunit: 'a.subunit', repository: '' }
    await expect(findIn(workspace, alone)).rejects.toThrow(`a.subunit is a link to ${target}`)
    const named = await findIn(workspace, { subunit: `*.subunit\n${target}`, repository: '', dstat: '' })
    expect([new Set(named.streams), named.problems]).toEqual([new Set(['b.subunit', target]), []])
  })

  it('is skipped if it leads out of the workspace from a directory named like a home (~nova)', async () => {
    const secret = made(['token.subunit'])
    const workspace = made(['~nova/a.subunit'])
    symlinkSync(join(secret, 'token.subunit'), join(workspace, '~nova/b.subunit'))
    const found = await findIn(workspace, { subunit: '~nova/*.subunit' })
    expect(found.streams).toEqual(['~nova/a.subunit'])
    expect(found.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('b.subunit is a link to'),
    ])
  })

  it('is followed out of the workspace if the pattern itself names it', async () => {
    const elsewhere = made(['a.subunit'])
    const link = join(made([]), 'link')
    symlinkSync(elsewhere, link)
    const { streams } = await findIn(made([]), { subunit: `${link}/*.subunit` })
    expect(streams).toEqual([join(link, 'a.subunit')])
  })

  it('may be the workspace itself', async () => {
    const link = join(made([]), 'link')
    symlinkSync(made(['a.subunit', '.stestr/0']), link)
    expect(await findIn(link)).toMatchObject({
      streams: ['a.subunit'],
      repositories: ['.stestr'],
      warnings: [],
    })
  })

  it('is ignored if it is broken or leads in a circle', async () => {
    const workspace = made(['d/a.subunit'])
    symlinkSync('nowhere', join(workspace, 'b.subunit'))
    symlinkSync('..', join(workspace, 'd/up'))
    expect((await findIn(workspace, { subunit: '**/*.subunit' })).streams).toEqual(['d/a.subunit'])
  })
})

it.skipIf(process.platform === 'win32')(
  'a pipe is a problem that names it, and what is a file is found',
  async () => {
    const workspace = made(['a.subunit'])
    for (const name of ['b.subunit', 'dstat.csv'])
      spawnSync('sh', ['-c', 'mkfifo "$0"', join(workspace, name)])
    symlinkSync('b.subunit', join(workspace, 'c.subunit'))
    const { streams, logs, problems } = await findIn(workspace)
    const words =
      'is a pipe, a socket or a device, and was not read: have the tests write to a file, or exclude it with'
    expect({ streams, logs }).toEqual({ streams: ['a.subunit'], logs: [] })
    expect(problems).toEqual([
      { kind: 'tests', input: 'subunit', message: `b.subunit ${words} !b.subunit` },
      { kind: 'tests', input: 'subunit', message: `c.subunit ${words} !c.subunit` },
      { kind: 'machine', input: 'dstat', message: `dstat.csv ${words} !dstat.csv` },
    ])
  },
)

it('findBelow suggests inputs up to three directories deep, skipping hidden directories and links', () => {
  const workspace = made([
    'b.subunit',
    'a.subunit',
    'a/run.subunit',
    'a/b/c/.stestr/0',
    'a/copy.stestr/0',
    'py3.12/.testrepository/0',
    'a/b/c/d/x.subunit',
    '.git/y.subunit',
    '.stestr.conf',
    'out/site/x.subunit',
  ])
  symlinkSync(workspace, join(workspace, 'a/round'))
  symlinkSync(made(['z.subunit']), join(workspace, 'elsewhere'))
  symlinkSync(join(workspace, 'b.subunit'), join(workspace, 'c.subunit'))
  symlinkSync('/container/run.subunit', join(workspace, 'a/gone.subunit'))
  expect(findBelow(placesOf(workspace)).map((path) => path.replaceAll(sep, '/'))).toEqual([
    'a.subunit',
    'a/b/c/.stestr',
    'a/gone.subunit (a link to /container/run.subunit, which does not exist)',
    'a/run.subunit',
    'b.subunit',
    'c.subunit',
    'py3.12/.testrepository',
  ])
})
