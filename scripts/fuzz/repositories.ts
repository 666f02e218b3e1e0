/** stestr repositories with missing, empty and foreign files: good runs are exported, problems are named. */

import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { gzipSync } from 'node:zlib'
import {
  type Answer,
  asAnswer,
  type Case,
  expected as comparable,
} from '../../__tests__/conformance/oracle.ts'
import { conformanceCases } from '../../__tests__/helpers/fixtures.ts'
import type { Content, Kind, Trial } from './kind.ts'
import { type Converted, convertIn, writeFiles } from './place.ts'
import type { Random } from './random.ts'
import { difference } from './streams.ts'

const GOOD = [...conformanceCases('random-v1'), ...conformanceCases('random').slice(0, 50)].filter(
  ({ answer, stream }) => answer.packets > 0 && stream.length < 10_000,
)

interface ExpectedRun {
  readonly name: string
  /** null for a run without tests. */
  readonly answer: Answer | null
}

interface Expected {
  readonly repository: string
  readonly last: boolean
  readonly runs: readonly ExpectedRun[]
  /** The inputs that problems must name, relative to the directory of the inputs. */
  readonly problems: readonly string[]
}

/** What a file whose name is a run's number may contain. */
interface RunFile {
  readonly content: Content | null
  readonly answer?: Answer | null
  readonly problem?: boolean
}

export const repositories: Kind = { make, check: checkRepository }

function make(random: Random): Trial {
  const directory = random.pick(['repo/.stestr', 'repo/.testrepository', 'results'])
  const repository = random.chance(0.5) ? directory : directory.split('/')[0]
  const runs = Array.from({ length: random.below(6) }, () => runFile(directory, random))
  const last = random.chance(0.2)
  const format = formatFile(random)
  const files: Record<string, Content> = { ...foreignFiles(directory, runs.length, random) }
  if (format !== null) files[`${directory}/format`] = Buffer.from(format)
  for (const [n, { content }] of runs.entries()) {
    if (content !== null) files[`${directory}/${n}`] = content
    // a directory in place of a run
    else if (random.chance(0.3)) files[`${directory}/${n}/file`] = Buffer.from('x')
  }
  const there = [...runs.entries()].filter(([, { content }]) => content !== null)
  const read = format?.trim() === '1' ? (last ? there.slice(-1) : there) : []
  const isClosed = read.length === 0
  const name = directory.split('/')[0]
  const expected: Expected = {
    repository,
    last,
    runs: read.flatMap(([n, { answer, problem }]) =>
      problem ? [] : [{ name: `Repository: ${name} (${n})`, answer: answer ?? null }],
    ),
    problems: isClosed
      ? [repository]
      : read.flatMap(([n, { problem }]) => (problem ? [`${directory}/${n}`] : [])),
  }
  return { files, expected }
}

const formatFile = (random: Random): string | null =>
  random.chance(0.8) ? '1\n' : random.pick([null, '1', ' 1\r\n', '', '2\n', '1\n1\n', '\0'.repeat(5000)])

function runFile(directory: string, random: Random): RunFile {
  const { stream, answer } = random.pick<Case>(GOOD)
  return random.pick<RunFile>([
    { content: stream, answer },
    { content: stream, answer },
    { content: gzipSync(stream), answer },
    { content: { link: `${directory.replaceAll(/[^/]+/g, '..')}/elsewhere` }, answer: ELSEWHERE.answer },
    { content: { link: 'nowhere' }, problem: true },
    { content: Buffer.alloc(0), answer: null },
    {
      content: Buffer.from(
        random.pick(['\x89PNG\r\n', '{"a": 1}', 'plain text\n', '\0\0\0', '1..2\nok 1\n']),
      ),
      problem: true,
    },
    { content: null },
  ])
}

const ELSEWHERE = GOOD[0]

/** Other files in a repository; none of them is a run. */
function foreignFiles(directory: string, runs: number, random: Random): Record<string, Content> {
  const others: Readonly<Record<string, string>> = {
    'next-stream': random.pick([`${runs}\n`, '', '-1\n', 'junk', '1\n']),
    failing: 'test: x\nfailure: x\n',
    'times.dbm': '\0\u0013W\u009a',
    'meta.dbm.dat': 'x',
    tmpq1w2e3: 'test: x\n',
    '007': 'test: x\nsuccess: x\n',
    '1.bak': 'test: x\nsuccess: x\n',
    '-1': 'x',
    '0x1': 'x',
    '٣': 'x',
    '99999999999999999999': 'x',
  }
  const chosen = Object.entries(others).filter(() => random.chance(0.4))
  const files = chosen.map(([name, text]) => [`${directory}/${name}`, Buffer.from(text)] as const)
  return { ...Object.fromEntries(files), elsewhere: ELSEWHERE.stream }
}

export async function checkRepository(trial: Trial, place: string): Promise<string | null> {
  const { repository, last, runs, problems } = trial.expected as Expected
  const inputs = join(place, 'in')
  writeFiles(inputs, trial.files)
  const exported = await convertIn(place, {
    sources: [
      { kind: 'repository', path: join(inputs, repository) },
      { kind: 'file', path: join(inputs, 'elsewhere') },
    ],
    last,
  })
  const named = exported.problems.map(({ input }) => input)
  if (
    !isDeepStrictEqual(
      named,
      problems.map((path) => join(inputs, path)),
    )
  )
    return `problems: ${JSON.stringify(exported.problems).slice(0, 400)}, right ${JSON.stringify(problems)}`
  const right = [...runs, { name: 'Subunit File: elsewhere', answer: ELSEWHERE.answer }]
  const names = exported.runs.map(({ entry }) => entry.name)
  if (
    !isDeepStrictEqual(
      names,
      right.map(({ name }) => name),
    )
  )
    return `runs: ${JSON.stringify(names)}`
  return right.map(({ answer }, n) => checkRun(exported, n, answer)).find((fault) => fault !== null) ?? null
}

function checkRun({ entries, texts }: Converted, n: number, answer: Answer | null): string | null {
  const entry = entries[n]
  if (answer === null) return entry.stats.count === 0 ? null : `${entry.name} has tests`
  const [raw, details, tree] = texts(entry).map((text) => JSON.parse(text))
  const ours = asAnswer({ raw, details, tree, stats: entry.stats, warnings: [] }, answer)
  const right = comparable(answer)
  return isDeepStrictEqual(ours, right) ? null : `${entry.name}: ${difference(ours, right)}`
}
