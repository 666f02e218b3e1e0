import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { sayNothingFound } from '../../src/action/find/nothing-found.ts'
import type { Inputs } from '../../src/action/inputs.ts'
import * as log from '../../src/action/log.ts'
import type { Places } from '../../src/action/places.ts'
import { directoryWith } from '../helpers/directory.ts'

afterEach(() => {
  log.flush()
  process.exitCode = undefined
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

type Facts = Partial<Pick<Inputs, 'ifNoFilesFound' | 'failOn' | 'artifacts'>> & {
  readonly subunit?: readonly string[]
  readonly repository?: readonly string[]
  readonly files?: Readonly<Record<string, string>>
  readonly isMissing?: boolean
}

/** What is printed outside of a runner, the exit code and the summary; the workspace is `~`. */
function said(facts: Facts): { printed: string[]; exitCode: unknown; summary: string } {
  const { subunit = ['*.subunit'], repository = [], files = {}, isMissing = false, ...inputs } = facts
  const workspace = directoryWith(files)
  const summary = join(directoryWith({ summary: '' }), 'summary')
  vi.stubEnv('GITHUB_STEP_SUMMARY', summary)
  vi.stubEnv('GITHUB_OUTPUT', '')
  vi.stubEnv('GITHUB_ACTIONS', '')
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const given = {
    name: 'unit',
    ifNoFilesFound: 'error',
    failOn: 'failures',
    artifacts: [],
    subunit: { patterns: subunit },
    repository: { patterns: repository },
    ...inputs,
  }
  const places = { workspace, report: join(workspace, 'unit.html'), site: join(workspace, 'site') }
  sayNothingFound(given as unknown as Inputs, places as Places, ['a warning'], isMissing)
  const short = (text: unknown): string => String(text).replaceAll(workspace, '~')
  return {
    printed: write.mock.calls.map(([text]) => short(text).trimEnd()),
    exitCode: process.exitCode,
    summary: short(readFileSync(summary, 'utf8')),
  }
}

const NOTHING = 'no subunit stream or stestr repository matches *.subunit in ~'
const ADVICE = '; set the inputs subunit and repository, or if-no-files-found'
const WORDS = NOTHING + ADVICE
const result = (conclusion: string): string[] => [
  `conclusion: ${conclusion}`,
  ...['tests', 'passed', 'failed', 'skipped'].map((name) => `${name}: 0`),
]
const told = (words: string): string => `### ⚠️ \`unit\`: no report\n\n- \`${words}\`\n- \`a warning\`\n`

it.each<[string, Facts, string[], number | undefined]>([
  ['an error', {}, ['warning: a warning', `error: ${WORDS}`], 1],
  [
    'a warning',
    { ifNoFilesFound: 'warn' },
    [...result('neutral'), 'warning: a warning', `warning: ${WORDS}`],
    undefined,
  ],
  [
    'a warning although results are missing, if nothing fails the step',
    { ifNoFilesFound: 'warn', isMissing: true, failOn: 'never' },
    [...result('failure'), 'warning: a warning', `warning: ${WORDS}`],
    undefined,
  ],
  [
    'an error as results are missing, though nothing to find is ignored',
    { ifNoFilesFound: 'ignore', isMissing: true },
    [...result('failure'), 'warning: a warning', `error: ${WORDS}`],
    1,
  ],
])('that nothing was found is %s', (_, facts, printed, exitCode) => {
  expect(said(facts)).toEqual({ printed, exitCode, summary: told(WORDS) })
})

it.each([
  [{}, 'neutral'],
  [{ isMissing: true, failOn: 'never' }, 'failure'],
] as const)(
  'that nothing was found is only a line of the log if that is ignored: %j',
  (facts, conclusion) => {
    const files = { 'sub/run.subunit': '' }
    expect(said({ ifNoFilesFound: 'ignore', files, ...facts })).toEqual({
      printed: [...result(conclusion), WORDS, 'a warning'],
      exitCode: undefined,
      summary: '',
    })
  },
)

it.each([
  [['a'], 'a'],
  [['a', 'b', 'c'], 'a, b, c'],
  [['a', 'b', 'c', 'd'], 'a, b, c and 1 more'],
])('of what is elsewhere, three are named: %j', (names, words) => {
  const files = Object.fromEntries(names.map((name) => [`${name}.subunit`, '']))
  const paths = words.replace(/\b[a-e]\b/g, '$&.subunit')
  expect(said({ files }).printed).toContain(`error: ${NOTHING}, but below it there is ${paths}${ADVICE}`)
})

it.each<[Facts, string]>([
  [{ repository: ['.', 'x'] }, NOTHING.replace('*.subunit', '*.subunit, ., x') + ADVICE],
  [{ subunit: [] }, NOTHING.replace('*.subunit', 'no pattern') + ADVICE],
  [{ artifacts: ['unit-*', 'api'] }, `no data artifact matches unit-* or api, and ${NOTHING}`],
  [{ artifacts: ['api'], subunit: [] }, 'no data artifact matches api'],
])('what was searched for is named: %j', (facts, words) => {
  const advice = facts.artifacts
    ? '; the jobs that ran the tests must upload one (https://github.com/stackviz/stackviz-action/blob/main/docs/forks.md), or set if-no-files-found'
    : ''
  expect(said(facts).printed).toContain(`error: ${words}${advice}`)
})
