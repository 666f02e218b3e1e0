/** The only reader of inputs: the environment's text → one record that other modules can trust. */

import { win32 } from 'node:path'
import { parseReportSize, parseSize } from '../convert/size.ts'
import { parseTimezone } from '../convert/timezone.ts'
import { defaultName, isFileName } from './artifact-name.ts'
import {
  boolean,
  DEFAULTS,
  InvalidInputError,
  integer,
  lines,
  type Name,
  oneOf,
  type Read,
  refuse,
  size,
  someOf,
  withDrive,
} from './input-values.ts'

/** An input's globs, one per line. */
export interface Globs {
  readonly input: string
  readonly patterns: readonly string[]
  /** Whether they are not the defaults: a pattern that matches nothing is then worth a warning. */
  readonly written: boolean
}

export interface Inputs {
  readonly subunit: Globs
  readonly repository: Globs
  readonly dstat: Globs
  readonly runs: 'last' | 'all'
  readonly dstatTimezone: string | null
  /** Most bytes that one compressed input may decompress to. */
  readonly maxDecompressed: number
  readonly gzip: boolean
  readonly redact: boolean
  /** As given; null for a new directory under the runner's temporary one. */
  readonly output: string | null
  readonly token: string
  readonly title: string | null
  /** Most bytes of the report. */
  readonly reportMaxSize: number
  readonly upload: { readonly report: boolean; readonly data: boolean }
  readonly name: string
  /** Whether the user chose the name. */
  readonly nameGiven: boolean
  readonly status: 'auto' | 'true' | 'false'
  readonly checkRun: boolean
  readonly comment: 'never' | 'failures' | 'always'
  readonly annotations: 'failures' | 'none'
  /** Absolute directories of the tests' machine that correspond to the workspace. */
  readonly sourceRoots: readonly string[]
  /** Patterns of artifacts' names. */
  readonly artifacts: readonly string[]
  /** null: the one that the event names. */
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
  /** GitHub's id of this job; empty if the runner does not say. */
  readonly checkRunId: string
  /** 0 for the repository's default. */
  readonly retentionDays: number
  readonly compressionLevel: number
  readonly ifNoFilesFound: 'error' | 'warn' | 'ignore'
  readonly failOn: 'never' | 'failures'
}

/** Throws one InvalidInputError for all invalid values together. */
export function readInputs(env: NodeJS.ProcessEnv): Inputs {
  const read: Read = (name) => (rawInput(env, name) ?? '').trim() || DEFAULTS[name].trim()
  const faults: string[] = []
  const attempt = <T>(parse: (read: Read) => T): T => {
    try {
      return parse(read)
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error
      faults.push(error.message)
      return undefined as T // never used: a fault throws below
    }
  }
  const inputs: Inputs = {
    subunit: globs(env, read, 'subunit'),
    repository: globs(env, read, 'repository'),
    dstat: globs(env, read, 'dstat'),
    runs: attempt(oneOf('runs', ['last', 'all'])),
    dstatTimezone: attempt(timezone),
    maxDecompressed: attempt(
      size('max-decompressed', parseSize, 'a size such as `4GiB`, `500MB` or `1000000` (bytes)'),
    ),
    gzip: attempt(boolean('gzip')),
    redact: attempt(boolean('redact')),
    output: withDrive(read('output')) || null,
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
  if (faults.length > 0) throw new InvalidInputError(faults.join('\n'))
  return inputs
}

/** As the runner passes inputs; undefined without a runner. */
const rawInput = (env: NodeJS.ProcessEnv, name: Name): string | undefined =>
  env[`INPUT_${name.toUpperCase()}`]

/**
 * Unlike for other inputs, an empty value does not mean the default: nothing is searched. Nor is it where only
 * `artifacts` are asked for: what the defaults find there is what an earlier job left on the machine.
 */
function globs(env: NodeJS.ProcessEnv, read: Read, name: Name): Globs {
  const standard = lines(DEFAULTS[name])
  const patterns = lines(rawInput(env, name) ?? DEFAULTS[name])
  const written = patterns.join('\n') !== standard.join('\n')
  const isSearched = written || lines(read('artifacts')).length === 0
  return { input: name, patterns: isSearched ? patterns.map((each) => withDrive(each)) : [], written }
}

function upload(read: Read): Inputs['upload'] {
  const parts = someOf('upload', ['report', 'data'], '`report,data`, `report`, `data` or `none`')(read)
  return { report: parts.has('report'), data: parts.has('data') }
}

function publish(read: Read): Inputs['publish'] {
  const parts = someOf('publish', ['pages', 'branch'], '`none`, `pages`, `branch` or `branch,pages`')(read)
  return { pages: parts.has('pages'), branch: parts.has('branch') }
}

/** Accepts what `git check-ref-format` does, and a little less. */
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
  // paths of the system that the tests ran on: win32's rule accepts Windows and POSIX ones
  const relative = roots.find((root) => !win32.isAbsolute(root))
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
  // a report under another name is worth more than an error after the tests
  return isFileName(value) ? value : defaultName(value, null)
}

/** `null` if the job has none, or the text is unreadable: it is only used for a name. */
function matrix(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
