/** The only reader of inputs: text of the environment → one record that the rest can trust. */

import { isAbsolute } from 'node:path'
import { parseReportSize, parseSize } from '../convert/size.ts'
import { parseTimezone } from '../convert/timezone.ts'
import { defaultName, nameFault } from './artifact-name.ts'

/** Globs, one a line. */
export interface Globs {
  readonly input: string
  readonly patterns: readonly string[]
  /** By the user: a pattern that matches nothing is then worth a warning. */
  readonly written: boolean
}

export interface Inputs {
  readonly subunit: Globs
  readonly repository: Globs
  readonly dstat: Globs
  readonly runs: 'last' | 'all'
  readonly dstatTimezone: string | null
  /** Bytes that one compressed input may become. */
  readonly maxDecompressed: number
  readonly gzip: boolean
  readonly redact: boolean
  /** As it was given; null for a new directory under the runner's temporary one. */
  readonly output: string | null
  readonly token: string
  readonly title: string | null
  /** Bytes that the report may have. */
  readonly reportMaxSize: number
  readonly upload: { readonly report: boolean; readonly data: boolean }
  readonly name: string
  /** By the user, who then wants it as it is. */
  readonly nameGiven: boolean
  readonly status: 'auto' | 'true' | 'false'
  readonly checkRun: boolean
  readonly comment: 'never' | 'failures' | 'always'
  readonly annotations: 'failures' | 'none'
  /** Absolute directories, which stand for the workspace. */
  readonly sourceRoots: readonly string[]
  /** Patterns of artifacts' names. */
  readonly artifacts: readonly string[]
  /** null: what the event tells. */
  readonly workflowRunId: number | null
  readonly failOnPublishError: boolean
  readonly publish: { readonly pages: boolean; readonly branch: boolean }
  readonly branch: string
  /** Directories from the branch's root to the site. */
  readonly path: readonly string[]
  readonly keepRuns: number
  /** null for no limit. */
  readonly keepDays: number | null
  readonly keepSize: number
  readonly publishPullRequests: 'same-repository' | 'none' | 'all'
  readonly publishPrivate: boolean
  /** GitHub's number of this job; empty where the runner does not tell it. */
  readonly checkRunId: string
  /** 0 for the repository's default. */
  readonly retentionDays: number
  readonly compressionLevel: number
  readonly ifNoFilesFound: 'error' | 'warn' | 'ignore'
  readonly failOn: 'never' | 'failures'
}

/** One or more values that are not allowed; each line names the input, the value, what is allowed. */
export class InputError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'InputError'
  }
}

/** Those of action.yml, for a run without a runner; a test compares them. */
export const DEFAULTS = {
  subunit: '*.subunit*',
  repository: '.stestr',
  dstat: 'dstat*.csv\ndool*.csv\n*dstat*.log\n',
  runs: 'last',
  'dstat-timezone': '',
  'max-decompressed': '4GiB',
  gzip: 'false',
  redact: 'true',
  output: '',
  'github-token': '',
  title: '',
  'report-max-size': '100MB',
  upload: 'report,data',
  name: '',
  status: 'auto',
  'check-run': 'false',
  comment: 'never',
  annotations: 'failures',
  'source-root': '',
  artifacts: '',
  'workflow-run-id': '',
  'fail-on-publish-error': 'false',
  publish: 'none',
  branch: 'stackviz-reports',
  path: '',
  'keep-runs': '50',
  'keep-days': '',
  'keep-size': '900MB',
  'publish-pull-requests': 'same-repository',
  'publish-private': 'false',
  'retention-days': '0',
  'compression-level': '6',
  'if-no-files-found': 'error',
  'fail-on': 'never',
  job: '',
  matrix: 'null',
  'check-run-id': '',
} as const

type Name = keyof typeof DEFAULTS
type Read = (name: Name) => string

/** Throws InputError, which tells of all values that are not allowed at once. */
export function readInputs(env: NodeJS.ProcessEnv): Inputs {
  const read: Read = (name) => (rawInput(env, name) ?? '').trim() || DEFAULTS[name].trim()
  const faults: string[] = []
  const attempt = <T>(parse: (read: Read) => T): T => {
    try {
      return parse(read)
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      faults.push(error.message)
      return undefined as T // not seen by anyone: a fault throws below
    }
  }
  const inputs: Inputs = {
    subunit: globs(env, 'subunit'),
    repository: globs(env, 'repository'),
    dstat: globs(env, 'dstat'),
    runs: attempt(oneOf('runs', ['last', 'all'])),
    dstatTimezone: attempt(timezone),
    maxDecompressed: attempt(
      size('max-decompressed', parseSize, 'a size such as `4GiB`, `500MB` or `1000000` (bytes)'),
    ),
    gzip: attempt(boolean('gzip')),
    redact: attempt(boolean('redact')),
    output: read('output') || null,
    token: read('github-token'),
    title: read('title').replace(/\s+/g, ' ') || null,
    reportMaxSize: attempt(size('report-max-size', parseReportSize, 'a size from `1MB` to `250MB`')),
    upload: attempt(upload),
    name: attempt((from) => reportName(from, env.GITHUB_JOB)),
    nameGiven: read('name') !== '',
    status: attempt(oneOf('status', ['auto', 'true', 'false'])),
    checkRun: attempt(boolean('check-run')),
    comment: attempt(oneOf('comment', ['never', 'failures', 'always'])),
    annotations: attempt(oneOf('annotations', ['failures', 'none'])),
    sourceRoots: attempt(sourceRoots),
    artifacts: lines(read('artifacts')),
    workflowRunId: attempt(workflowRunId),
    failOnPublishError: attempt(boolean('fail-on-publish-error')),
    publish: attempt(publish),
    branch: attempt(branch),
    path: attempt(sitePath),
    keepRuns: attempt(integer('keep-runs', 1, 10_000)),
    keepDays: attempt((from) => (from('keep-days') === '' ? null : integer('keep-days', 1, 3650)(from))),
    keepSize: attempt(size('keep-size', parseSize, 'a size such as `900MB`')),
    publishPullRequests: attempt(oneOf('publish-pull-requests', ['same-repository', 'none', 'all'])),
    publishPrivate: attempt(boolean('publish-private')),
    checkRunId: read('check-run-id'),
    retentionDays: attempt(integer('retention-days', 0, 400)),
    compressionLevel: attempt(integer('compression-level', 0, 9)),
    ifNoFilesFound: attempt(oneOf('if-no-files-found', ['error', 'warn', 'ignore'])),
    failOn: attempt(oneOf('fail-on', ['never', 'failures'])),
  }
  if (faults.length > 0) throw new InputError(faults.join('\n'))
  return inputs
}

/** As the runner passes inputs on; undefined without one. */
const rawInput = (env: NodeJS.ProcessEnv, name: Name): string | undefined =>
  env[`INPUT_${name.toUpperCase()}`]

/** Unlike elsewhere, an empty value is no default here: nothing is looked for. */
function globs(env: NodeJS.ProcessEnv, name: Name): Globs {
  const standard = lines(DEFAULTS[name])
  const patterns = lines(rawInput(env, name) ?? DEFAULTS[name])
  return { input: name, patterns, written: patterns.join('\n') !== standard.join('\n') }
}

const lines = (text: string): string[] =>
  text
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))

const oneOf =
  <T extends string>(name: Name, allowed: readonly T[]) =>
  (read: Read): T => {
    const value = read(name)
    return allowed.find((each) => each === value) ?? refuse(name, value, alternatives(allowed))
  }

/** YAML's own words, as @actions/core has them. */
const boolean =
  (name: Name) =>
  (read: Read): boolean => {
    const value = read(name)
    if (['true', 'True', 'TRUE'].includes(value)) return true
    return ['false', 'False', 'FALSE'].includes(value) ? false : refuse(name, value, '`true` or `false`')
  }

const integer =
  (name: Name, from: number, to: number) =>
  (read: Read): number => {
    const value = read(name)
    const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN
    return number >= from && number <= to
      ? number
      : refuse(name, value, `a whole number from ${from} to ${to}`)
  }

const size =
  (name: Name, parse: (text: string) => number, allowed: string) =>
  (read: Read): number => {
    const value = read(name)
    try {
      return parse(value)
    } catch (cause) {
      return refuse(name, value, allowed, cause)
    }
  }

function upload(read: Read): Inputs['upload'] {
  const parts = someOf('upload', ['report', 'data'], '`report,data`, `report`, `data` or `none`')(read)
  return { report: parts.has('report'), data: parts.has('data') }
}

function publish(read: Read): Inputs['publish'] {
  const parts = someOf('publish', ['pages', 'branch'], '`none`, `pages`, `branch` or `branch,pages`')(read)
  return { pages: parts.has('pages'), branch: parts.has('branch') }
}

/** Words with commas between them, or `none`. */
const someOf =
  (name: Name, allowed: readonly string[], words: string) =>
  (read: Read): ReadonlySet<string> => {
    const value = read(name)
    const parts = new Set(value.split(/[\s,]+/).filter((part) => part !== ''))
    const known = [...parts].every((part) => allowed.includes(part) || part === 'none')
    if (!known || parts.size === 0 || (parts.has('none') && parts.size > 1)) return refuse(name, value, words)
    return parts
  }

/** What `git check-ref-format` takes, and a little less. */
function branch(read: Read): string {
  const value = read('branch').replace(/^refs\/heads\//, '')
  const good =
    /^[\w.#+=@-]+(?:\/[\w.#+=@-]+)*$/.test(value) &&
    !/^[-.]|\/[-.]|\.\.|\.lock(?:$|\/)|[.]$|[.]\/|@\{/.test(value) &&
    value.length <= 200
  return good && value !== '@' ? value : refuse('branch', value, 'the name of a branch')
}

function sitePath(read: Read): string[] {
  const names = read('path')
    .split('/')
    .filter((name) => name !== '' && name !== '.')
  return names.every((name) => /^[\w-][\w.-]{0,99}$/.test(name)) && names.length <= 10
    ? names
    : refuse('path', read('path'), 'a directory of letters, digits and `._-`, such as `reports`')
}

function sourceRoots(read: Read): string[] {
  const roots = lines(read('source-root'))
  const relative = roots.find((root) => !isAbsolute(root))
  return relative === undefined
    ? roots
    : refuse('source-root', relative, 'an absolute path, such as `/builds/nova`')
}

function workflowRunId(read: Read): number | null {
  const value = read('workflow-run-id')
  if (value === '') return null
  return /^[1-9]\d{0,14}$/.test(value)
    ? Number(value)
    : refuse('workflow-run-id', value, 'the number of a workflow run')
}

function timezone(read: Read): string | null {
  const value = read('dstat-timezone')
  if (value === '') return null
  try {
    return parseTimezone(value).name
  } catch (cause) {
    return refuse(
      'dstat-timezone',
      value,
      '`UTC`, an offset such as `+02:00`, or a name such as `Europe/Berlin`',
      cause,
    )
  }
}

function reportName(read: Read, job = 'stackviz'): string {
  const value = read('name')
  if (value === '') return defaultName(read('job') || job, matrix(read('matrix')))
  const fault = nameFault(value)
  return fault === null ? value : refuse('name', value, `a name for a file: ${fault}`)
}

/** `null` where the job has none, and that is what unreadable text is taken for: it only makes a name. */
function matrix(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const alternatives = (values: readonly string[]): string => {
  const quoted = values.map((value) => `\`${value}\``)
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
}

function refuse(name: Name, value: string, allowed: string, cause?: unknown): never {
  const text = value.length > 200 ? `${value.slice(0, 200)}…` : value
  throw new InputError(`input ${name} is ${JSON.stringify(text)}: allowed is ${allowed}`, { cause })
}
