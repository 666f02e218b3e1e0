import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openSources } from '../../src/convert/sources.ts'
import type { Problem, Source } from '../../src/convert/types.ts'
import type { Staging } from '../../src/export/staging.ts'
import { directoryWith } from '../helpers/directory.ts'

/** What is opened, and said of the rest, with paths relative to `directory`. */
async function openIn(directory: string, sources: readonly Source[], last = false, own = 'none') {
  const [problems, notices]: [Problem[], string[]] = [[], []]
  const staging = { isOwn: (path: string) => path.endsWith(own) } as Staging
  const options = { sources, dstat: [], destination: '', page: '', ...(last && { last }) }
  const inputs = await openSources(options, staging, problems, notices)
  const short = (text: string): string => text.replaceAll(`${directory}/`, '')
  return {
    inputs: inputs.map(({ input, path, ...rest }) => ({ ...rest, input: short(input), path: short(path) })),
    problems: problems.map(({ message, ...rest }) => ({ ...rest, message: short(message).split(';')[0] })),
    notices: notices.map((notice) => short(notice).split(';')[0]),
  }
}

const repository = (path: string, more: object = {}): Source => ({ kind: 'repository', path, ...more })
const NOTHING = 'not a stestr repository: none of .stestr/format, .testrepository/format, format exists'

it('a repository that nobody named and that has no runs is a notice beside another source, and else a problem', async () => {
  const empty = directoryWith({ 'run.subunit': '' })
  const [unasked, asked] = [repository(empty, { unasked: true }), repository(empty)]
  const stream: Source = { kind: 'file', path: join(empty, 'run.subunit') }
  const problem = { kind: 'tests', input: empty, message: NOTHING }
  const told = async (...sources: Source[]) => {
    const { inputs, ...rest } = await openIn(empty, sources)
    return { opened: inputs.length, ...rest }
  }
  expect(await told(unasked)).toEqual({ opened: 0, problems: [problem], notices: [] })
  expect(await told(unasked, stream)).toEqual({
    opened: 1,
    problems: [],
    notices: [`${empty}: ${NOTHING}`],
  })
  expect(await told(asked, stream)).toEqual({ opened: 1, problems: [problem], notices: [] })
  // one that is there and cannot be read is lost
  const broken = directoryWith({ '.stestr/format': '2' })
  expect(await told(repository(broken, { unasked: true }), stream)).toMatchObject({
    problems: [{ input: broken, message: `${broken}/.stestr/format says 2` }],
    notices: [],
  })
})

it('a fault of writing ends all, for every other source would have it', async () => {
  const directory = directoryWith()
  const missing: Source = { kind: 'file', path: join(directory, 'missing') }
  await expect(openIn(directory, [repository(directory), missing], false, 'missing')).rejects.toThrow(
    'ENOENT',
  )
  expect((await openIn(directory, [missing])).problems).toHaveLength(1)
})

it('a repository’s runs are named after it, the newest is known, and one that was killed is read if wanted', async () => {
  const directory = directoryWith({
    '.stestr/format': '1',
    '.stestr/0': '',
    '.stestr/1': '',
    '.stestr/tmpabcd_123': '',
  })
  utimesSync(join(directory, '.stestr/1'), 1, 1)
  utimesSync(join(directory, '.stestr/tmpabcd_123'), 2, 2)
  const facts = (opened: Awaited<ReturnType<typeof openIn>>) =>
    opened.inputs.map(({ path, id, siblings, newestOf, title, warnings }) => [
      path.replace('.stestr/', ''),
      id,
      siblings,
      newestOf,
      title.replace(/: .* /, ': x '),
      warnings.map(({ kind }) => kind).join(),
    ])
  const ended = await openIn(directory, [repository(directory)])
  expect(facts(ended)).toEqual([
    ['0', 0, 2, null, 'Repository: x (0)', ''],
    ['1', 1, 2, 'repository', 'Repository: x (1)', ''],
  ])
  expect(ended.notices).toEqual([`${directory}: a run after 1 was not finished`])
  expect(facts(await openIn(directory, [repository(directory)], true))).toEqual([
    ['1', 0, 1, 'repository', 'Repository: x (1)', ''],
  ])
  const all = await openIn(directory, [repository(directory, { unended: true })])
  expect(facts(all)).toEqual([
    ['0', 0, 3, null, 'Repository: x (0)', ''],
    ['1', 1, 3, null, 'Repository: x (1)', ''],
    ['tmpabcd_123', 2, 3, 'repository', 'Repository: x (killed)', 'truncated'],
  ])
  expect(all.notices).toEqual([])
})

it('a repository whose only run was not finished says so', async () => {
  const directory = directoryWith({ '.stestr/format': '1', '.stestr/tmpabcd_123': '' })
  const { problems } = await openIn(directory, [repository(directory)])
  expect(problems).toEqual([{ kind: 'tests', input: directory, message: 'no run was finished' }])
  const none = directoryWith({ '.stestr/format': '1' })
  expect((await openIn(none, [repository(none)])).problems[0].message).toBe('the repository has no runs')
})

it('two repositories of one directory are told apart, and a stream is named by its file', async () => {
  const directory = directoryWith({
    'a/.stestr/format': '1',
    'a/.stestr/0': '',
    'a/.testrepository/format': '1',
    'a/.testrepository/0': '',
    'b/.stestr/format': '1',
    'b/.stestr/0': '',
    'dev/fd/3': '',
  })
  const places = ['a/.stestr', 'a/.testrepository', 'b/.stestr'].map((path) => join(directory, path))
  const stream: Source = { kind: 'file', path: join(directory, 'dev/fd/3') }
  const named = places.map((path) => repository(path, { unended: true }))
  const { inputs } = await openIn(directory, [...named, stream])
  expect(inputs.map(({ source, title, newestOf }) => [source, title, newestOf])).toEqual([
    ['a-stestr', 'Repository: a-stestr (0)', 'repository'],
    ['a-testrepository', 'Repository: a-testrepository (0)', 'repository'],
    ['b', 'Repository: b (0)', 'repository'],
    ['3', 'Subunit File: 3', 'stream'],
  ])
})
