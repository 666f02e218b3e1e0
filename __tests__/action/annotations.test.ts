import { mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { findAnnotations } from '../../src/action/annotations/find-annotations.ts'
import { framesOf } from '../../src/action/annotations/frames.ts'
import { repositoryPath } from '../../src/action/annotations/repository-path.ts'
import { readFailedTests } from '../../src/convert/test-texts.ts'
import { convertFiles } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet } from '../helpers/v2-writer.ts'
import { worstTexts } from '../helpers/worst-text.ts'

describe('framesOf', () => {
  it('finds Python frames in order, also those of chained exceptions and exception groups', () => {
    const text = [
      'Traceback (most recent call last):',
      '  File "/opt/stack/nova/nova/a.py", line 12, in test_x',
      '    user()',
      'KeyError: 1',
      '',
      'During handling of the above exception, another exception occurred:',
      '',
      '  + Exception Group Traceback (most recent call last):',
      '  |   File "/usr/lib/python3.12/unittest/case.py", line 57, in run',
    ].join('\r\n')
    expect(framesOf(text)).toEqual([
      { path: '/opt/stack/nova/nova/a.py', line: 12 },
      { path: '/usr/lib/python3.12/unittest/case.py', line: 57 },
    ])
  })

  it('finds the locations that pytest prints below the source', () => {
    const text =
      'def test_x():\n>       assert f() == 1\nE       assert 2 == 1\n\ntests/test_a.py:12: \n_ _ _ _\nsrc/a.py:3: AssertionError\nsrc/b.py:4:\rsrc/c.py:0: no\nsrc/c.py:5:6: no\nhttps://x.py:5: no\n'
    expect(framesOf(text)).toEqual([
      { path: 'tests/test_a.py', line: 12 },
      { path: 'src/a.py', line: 3 },
      { path: 'src/b.py', line: 4 },
    ])
  })

  it('finds where an assertion failed or a signal arrived in output of Check (C)', () => {
    const text =
      "tests/a.c:6: Assertion '1 == 2' failed: 1 == 1, 2 == 2\nsrc/b.cpp:7: (after this point) Received signal 11\n"
    expect(framesOf(`${text}12:30:05: no\n10.0.0.1:80: no\n`)).toEqual([
      { path: 'tests/a.c', line: 6 },
      { path: 'src/b.cpp', line: 7 },
    ])
  })

  it('finds none within a line, nor above a long log', () => {
    const frame = 'File "a.py", line 12, in x\n'
    expect(framesOf(frame)).toHaveLength(1)
    expect(framesOf(`see ${frame}`)).toEqual([])
    expect(framesOf(frame + 'log\n'.repeat(100_000))).toEqual([])
  })

  it('handles the worst texts of 1 MB within the test’s timeout', () => {
    for (const text of worstTexts(1 << 20)) expect(framesOf(text).length).toBeLessThan(2)
  })
})

describe('a path in a traceback', () => {
  let workspace = ''
  const FOREIGN = ['.tox', '.nox', '.venv', 'venv', 'env', 'node_modules']
  const fill = () =>
    directoryWith({
      'nova/a.py': '',
      'lib/site-packages/six.py': '',
      'build/lib/nova/a.py': '',
      '.tox/py3/lib/python3.12/site-packages/nova/a.py': '',
      '.tox/py3/lib/python3.12/site-packages/six.py': '',
      '.git/hook.py': '',
      ...Object.fromEntries(FOREIGN.map((directory) => [`${directory}/b.py`, ''])),
      'nova/build/b.py': '',
      'environment/b.py': '',
      'site-packages/six.py': '',
    })
  beforeEach(() => {
    workspace = fill()
  })
  /** `~` is the workspace. */
  const of = (path: string, ...sourceRoots: string[]) =>
    repositoryPath(path.replace('~', workspace), { workspace, sourceRoots })

  it.each([
    ['~/nova/a.py'],
    ['nova/a.py'],
    ['././nova/a.py'],
    ['~/.tox/py3/lib/python3.12/site-packages/nova/a.py'],
    ['/usr/lib/python3/dist-packages/nova/a.py'],
    ['/usr/lib/python3/dist-packages/x/site-packages/nova/a.py'],
    ['/opt/stack/nova/nova/a.py'],
    ['/home/zuul/src/opendev.org/openstack/nova/nova/a.py'],
    ['C:\\Python\\Lib\\site-packages\\nova\\a.py'],
  ])('%s is a file of the repository', (path) => expect(of(path)).toBe('nova/a.py'))

  it.each(['nova/build/b.py', 'environment/b.py'])(
    '%s is a file of the repository, though its directory has a similar name as one of tools',
    (path) => expect(of(`~/${path}`)).toBe(path),
  )

  it('below a configured source root is a file of the repository', () => {
    expect(of('/builds/x/nova/a.py')).toBeNull()
    expect(of('/builds/x/nova/a.py', '/other', '/builds/x//')).toBe('nova/a.py')
    expect(of('/builds/x/nova/a.py', '/builds/y')).toBeNull()
    expect(of('D:\\a\\x\\nova\\a.py', 'd:\\A\\x')).toBe('nova/a.py')
    expect(of('/BUILDS/x/nova/a.py', '/builds/x')).toBeNull()
  })

  it.each([
    '/etc/passwd',
    '../nova/a.py',
    '~/../nova/a.py',
    '~/nova/../nova/a.py',
    'nova/./a.py',
    'lib/site-packages/six.py',
    'site-packages/six.py',
    '/old/opt/stack/nova/nova/a.py',
    'C:/nova/a.py',
    '~/.git/hook.py',
    '~/.tox/py3/lib/python3.12/site-packages/six.py',
    '~/build/lib/nova/a.py',
    ...FOREIGN.map((directory) => `~/${directory}/b.py`),
    'nova',
    'nova/a.py\0',
    '',
    '/',
    'nova//a.py',
  ])('%j is not a file of the repository', (path) => expect(of(path)).toBeNull())

  it('is a file of the repository if the workspace is a link, by the link’s path and by the real one', () => {
    const link = join(directoryWith({}), 'workspace')
    symlinkSync(workspace, link)
    const paths = [link, realpathSync(workspace)].map((root) => join(root, 'nova/a.py'))
    const found = paths.map((path) => repositoryPath(path, { workspace: link, sourceRoots: [] }))
    expect(found).toEqual(['nova/a.py', 'nova/a.py'])
  })

  it('is not a file of the repository if a link leads out of the workspace', () => {
    const outside = directoryWith({ 'b.py': '' })
    mkdirSync(join(workspace, 'linked'), { recursive: true })
    symlinkSync(outside, join(workspace, 'linked/out'))
    expect(of('linked/out/b.py')).toBeNull()
  })
})

describe('annotations', () => {
  const test = (id: string, status: string, traceback?: string) =>
    Buffer.concat([
      packet({ id, status: 'inprogress', time: [1_772_366_400, 0] }),
      ...(traceback === undefined
        ? []
        : [packet({ id, mime: 'text/plain;charset=utf8', file: ['traceback', traceback] })]),
      packet({ id, status, time: [1_772_366_401, 0] }),
    ])
  const stream = Buffer.concat([
    test('"status":"fail"', 'success', 'Traceback\n  File "a.py", line 9, in x\n'),
    test(
      'a.test_inner',
      'fail',
      'Traceback\n  File "a.py", line 1, in x\n    y()\n    ^^^\n  File "b.py", line 2, in y\n    z()\n  File "/usr/lib/z.py", line 3, in z\n    raise\nKeyError: \u202e1\n',
    ),
    test('a.test_outside', 'fail', 'Traceback\n  File "/usr/lib/z.py", line 3, in z\nKeyError\n'),
    test('a.test_without', 'fail'),
    test(
      'a.test_written',
      'fail',
      'File "a.py", line 8, in x\nend\n---- captured stderr ----\n  File "b.py", line 2, in y\nKeyError\n',
    ),
    test('::error::x\n##[error]y', 'fail', `  File "a.py", line 7, in x\nend${'\n'.repeat(70_000)}`),
  ])

  it.each([true, false])('are placed at the innermost line in the repository (gzip: %s)', async (gzip) => {
    const workspace = directoryWith({ 'a.py': '', 'b.py': '', 'run.subunit': stream })
    const result = await convertFiles([join(workspace, 'run.subunit')], {
      destination: join(workspace, 'out'),
      gzip,
    })
    expect(await findAnnotations(result, { workspace, sourceRoots: [] }, 10)).toEqual([
      {
        path: 'b.py',
        line: 2,
        title: 'a.test_inner',
        message:
          '  File "b.py", line 2, in y\n    z()\n  File "/usr/lib/z.py", line 3, in z\n    raise\nKeyError: \\u202e1',
      },
      { path: 'a.py', line: 8, title: 'a.test_written', message: 'File "a.py", line 8, in x\nend' },
      {
        path: 'a.py',
        line: 7,
        title: '::error::x ⏎ ##[error]y',
        message: '  File "a.py", line 7, in x\nend',
      },
    ])
    const failed: string[] = []
    for await (const { name } of readFailedTests(result.data, result.runs[0].entry, 2)) failed.push(name)
    expect(failed).toEqual(['a.test_inner', 'a.test_outside'])
  })

  it.each([
    [0, []],
    [2, ['a1', 'a2']],
    [3, ['a1', 'a2', 'a3']],
    [4, ['a1', 'a2', 'a3', 'b1']],
    [9, ['a1', 'a2', 'a3', 'b1', 'b2', 'b3']],
  ])('are of the first %i failed tests of all runs', async (limit, titles) => {
    const run = (name: string): Buffer =>
      Buffer.concat([1, 2, 3].map((n) => test(`${name}${n}`, 'fail', 'File "a.py", line 1, in x\nend')))
    const workspace = directoryWith({ 'a.py': '', a: run('a'), passed: test('c', 'success'), b: run('b') })
    const paths = ['a', 'passed', 'b'].map((name) => join(workspace, name))
    const result = await convertFiles(paths, { destination: join(workspace, 'out') })
    const found = await findAnnotations(result, { workspace, sourceRoots: [] }, limit)
    expect(found.map(({ title }) => title)).toEqual(titles)
  })

  it.each([
    [2, ['x1', 'x2']],
    [3, ['x1', 'x2', 'x13']],
    [1, ['x1']],
  ])('of which %i are wanted are not the same of each leg', async (limit, titles) => {
    const leg = (...ids: readonly number[]): Buffer =>
      Buffer.concat(ids.map((n) => test(`x${n}`, 'fail', `File "a.py", line ${n}, in x\nend`)))
    const others = Array.from({ length: 12 }, (_, n) => [`leg${n}`, leg(1, 2)] as const)
    const workspace = directoryWith({ 'a.py': '', ...Object.fromEntries(others), z: leg(1, 2, 13) })
    const paths = [...others.map(([name]) => name), 'z'].map((name) => join(workspace, name))
    const result = await convertFiles(paths, { destination: join(workspace, 'out') })
    const found = await findAnnotations(result, { workspace, sourceRoots: [] }, limit)
    expect(found.map(({ title }) => title)).toEqual(titles)
  })

  it('leave out a run whose files cannot be read, of which the log says why if asked', async () => {
    const run = (id: string): Buffer => test(id, 'fail', 'File "a.py", line 1, in x\nend')
    const workspace = directoryWith({ 'a.py': '', a: run('a'), b: run('b') })
    const paths = ['a', 'b'].map((name) => join(workspace, name))
    const { data, runs } = await convertFiles(paths, { destination: join(workspace, 'out') })
    rmSync(join(data, runs[0].entry.details))
    vi.stubEnv('GITHUB_ACTIONS', 'true')
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    try {
      const found = await findAnnotations({ data, runs }, { workspace, sourceRoots: [] }, 10)
      expect(found.map(({ title }) => title)).toEqual(['b'])
      expect(write.mock.calls.map(([text]) => text)).toEqual([
        expect.stringMatching(/^::debug::annotations of Subunit File: a: ENOENT: no such file/),
      ])
    } finally {
      vi.restoreAllMocks()
      vi.unstubAllEnvs()
    }
  })

  it('keep the beginning of a message that is too long to be shown', async () => {
    const long = `AssertionError: ${'x'.repeat(10_000)}`
    const run = test(
      `a.${'n'.repeat(249)}`,
      'fail',
      `Traceback\n  File "a.py", line 1, in x\n    y(${'z'.repeat(900)})\n${long}\n`,
    )
    const workspace = directoryWith({ 'a.py': '', 'run.subunit': run })
    const result = await convertFiles([join(workspace, 'run.subunit')], {
      destination: join(workspace, 'out'),
    })
    const [{ title, message }] = await findAnnotations(result, { workspace, sourceRoots: [] }, 10)
    expect(title).toBe(`a.${'n'.repeat(247)}…`)
    expect(message.split('\n').map((line) => [line.slice(0, 20), line.length])).toEqual([
      ['Traceback', 9],
      ['  File "a.py", line ', 27],
      ['    y(zzzzzzzzzzzzzz', 400],
      ['AssertionError: xxxx', 400],
    ])
  })

  it('begin with the reason if the last lines do not have it', async () => {
    const text = `    def test_x():
>       assert {'a': 1} == {'a': 2}
E       AssertionError: assert {'a': 1} == {'a': 2}
E         Omitting 1 identical items, use -vv to show
E         Differing items:
E         {'a': 1} != {'a': 2}
E         Use -v to get more diff

a.py:2: AssertionError
`
    const workspace = directoryWith({ 'a.py': '', 'run.subunit': test('a', 'fail', text) })
    const options = { destination: join(workspace, 'out') }
    const result = await convertFiles([join(workspace, 'run.subunit')], options)
    const [{ message }] = await findAnnotations(result, { workspace, sourceRoots: [] }, 10)
    expect(message.split('\n').slice(0, 3)).toEqual([
      "AssertionError: assert {'a': 1} == {'a': 2}",
      '',
      'E         Omitting 1 identical items, use -vv to show',
    ])
    expect(message.split('\n').at(-1)).toBe('a.py:2: AssertionError')
  })

  it('use a test’s only attachment if none is called traceback, as with pytest-subunit', async () => {
    const text = 'def test_x():\n>   assert 0\nE   assert 0\n\na.py:2: AssertionError\n'
    const failed = (id: string, ...names: string[]) => [
      ...names.map((name) => packet({ id, mime: 'text/plain; charset=utf8', file: [name, text] })),
      packet({ id, status: 'fail', time: [1_772_366_401, 0] }),
    ]
    const log = packet({ id: 'c', mime: 'text/plain', file: ['log', text] })
    const begun = packet({ id: 'c', status: 'inprogress', time: [1_772_366_400, 0] })
    const run = Buffer.concat([...failed('b', 'out', 'err'), ...failed('a', 'tests/a.py'), begun, log])
    const workspace = directoryWith({ 'a.py': '', 'run.subunit': run })
    const result = await convertFiles([join(workspace, 'run.subunit')], {
      destination: join(workspace, 'out'),
    })
    const found = await findAnnotations(result, { workspace, sourceRoots: [] }, 10)
    expect(found.map(({ path, line, title }) => [path, line, title])).toEqual([['a.py', 2, 'a']])
  })
})
