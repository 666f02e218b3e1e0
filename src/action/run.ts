import { inspect } from 'node:util'
import type { ConvertResult, Source } from '../convert/types.ts'
import { convert } from '../convert.ts'
import type { Workflow } from '../format/exported.ts'
import { plural } from '../words/number.ts'
import { verdictOf } from '../words/verdict.ts'
import { ofWorkflowRun, readWorkflow } from '../workflow.ts'
import { findAnnotations } from './annotations/find-annotations.ts'
import { download } from './download/download-inputs.ts'
import { messageOf } from './error-text.ts'
import { type Found, find, foundNothing, refuseLosses } from './find/find.ts'
import { sayNothingFound } from './find/nothing-found.ts'
import { openGitHub } from './github/client.ts'
import { readTarget, type Target } from './github/target.ts'
import { type Inputs, readInputs } from './inputs.ts'
import { readJob } from './job.ts'
import { jobStart } from './job-start.ts'
import * as log from './log.ts'
import { ownMaker } from './maker.ts'
import { once } from './once.ts'
import { setResult } from './outputs.ts'
import { readOverviews } from './overview.ts'
import { hideSecrets, ownSecrets } from './own-secrets.ts'
import { choosePlaces, type Places } from './places.ts'
import { publishedDirectory, publishedReport } from './published-report.ts'
import { writeResults } from './results.ts'
import { sendEverywhere } from './send.ts'
import { renderTrouble } from './summary/trouble.ts'
import { annotate, tell } from './tell.ts'
import { writeSummary } from './write-summary.ts'

/** Most failed tests whose lines are looked up: a check run shows more annotations than the log. */
const LOOKED_AT = { log: 30, checkRun: 200 } as const

/** Time limit of all downloads together: the data of many matrix legs can be gigabytes. */
const DOWNLOADS_MS = 1_800_000

/**
 * Runs all steps of the action, in order: results are on disk and listed in the outputs before anything is
 * sent. `page`: path of the built page. Never throws; a failure sets the exit code.
 */
export async function run(page: string, signal: AbortSignal): Promise<void> {
  log.hushDebug()
  let name = 'stackviz'
  try {
    const inputs = readInputs(process.env)
    name = inputs.name
    log.mask(inputs.token)
    hideSecrets(ownSecrets(inputs.token, process.env))
    const places = choosePlaces(inputs, process.env)
    const job = readJob(process.env)
    const maker = ownMaker(inputs, places)
    const github = (whole?: number) => once(() => openGitHub(inputs.token, process.env, signal, whole))
    const found = await find(inputs, places)
    const downloaded = await download({
      inputs,
      job,
      target: readTarget(process.env),
      own: maker,
      scratch: places.scratch,
      github: github(DOWNLOADS_MS),
    })
    if (foundNothing(found) && downloaded.exports.length === 0 && downloaded.problems.length === 0) {
      refuseLosses(found)
      return sayNothingFound(inputs, places, found.warnings, downloaded.missing.length > 0)
    }
    for (const warning of found.warnings) log.warning(warning)
    sayReading(found, downloaded.exports.length)
    const result = await convert({
      closely: true,
      ...convertOptions(inputs, places, page, signal),
      workflow: workflowOf(downloaded.target, process.env),
      ...withDownloads(inputs, places, found, downloaded),
    })
    setResult(result)
    const downloadedLogs = downloaded.exports.flatMap(({ logs }) => logs.map(({ title }) => title))
    tell(result, [...found.logs, ...downloadedLogs])
    const overviews = await readOverviews(result)
    const artifacts = foundNothing(found) ? downloaded.exports.map(({ title }) => title) : []
    const confirm = writeResults(places.results, { ...maker, artifacts }, result, overviews)
    const roots = { workspace: places.workspace, sourceRoots: inputs.sourceRoots }
    const limit = inputs.annotations === 'none' ? 0 : LOOKED_AT[inputs.checkRun ? 'checkRun' : 'log']
    const annotations = await findAnnotations(result, roots, limit)
    annotate(annotations, result.counts.failed)
    const status = await sendEverywhere({
      inputs,
      job,
      maker,
      places,
      result,
      overviews,
      annotations,
      target: downloaded.target,
      confirm,
      published: () => {
        confirm()
        return publishedReport(page, places, result)
      },
      github,
      signal,
    })
    judge(inputs, result, status)
  } catch (error) {
    giveUp(name, signal.aborted ? signal.reason : error, signal.aborted)
  } finally {
    log.flush()
  }
}

function convertOptions(inputs: Inputs, places: Places, page: string, signal: AbortSignal) {
  return {
    destination: places.site,
    site: true,
    report: places.report,
    published: publishedDirectory(inputs, places),
    gzip: inputs.gzip,
    redact: inputs.redact,
    secrets: ownSecrets(inputs.token, process.env),
    last: inputs.runs === 'last',
    dstatTimezone: inputs.dstatTimezone ?? undefined,
    maxDecompressed: inputs.maxDecompressed,
    reportMaxSize: inputs.reportMaxSize,
    title: inputs.title ?? undefined,
    since: jobStart(process.env),
    replace: true,
    dropEqualRuns: true,
    page,
    signal,
  }
}

function workflowOf({ followed }: Target, env: NodeJS.ProcessEnv): Workflow {
  const own = readWorkflow(env)
  return followed === null ? own : ofWorkflowRun(own, followed, env)
}

type Downloads = Awaited<ReturnType<typeof download>>

function withDownloads(
  inputs: Inputs,
  { workspace }: Places,
  found: Found,
  { exports, problems, missing }: Downloads,
) {
  const unasked = !inputs.repository.written
  // not beside a stream: it may be of the same run, and has the tests that were under way
  const unended = found.streams.length === 0
  const sources: Source[] = [
    ...found.streams.map((path) => ({ kind: 'file', path }) as const),
    ...found.repositories.map(
      (path) => ({ kind: 'repository', path, unasked, unended, within: workspace }) as const,
    ),
    ...exports.map(({ title, directory }) => ({ kind: 'export', path: directory, title }) as const),
  ]
  return {
    sources,
    dstat: [
      ...found.logs.map((path) => ({ path, title: path, unasked: !inputs.dstat.written })),
      ...exports.flatMap(({ logs }) => logs),
    ],
    problems: [...found.problems, ...problems, ...missing],
  }
}

/** What is large takes a minute, in which nothing else is said. */
function sayReading({ streams, repositories, logs }: Found, exports: number): void {
  const counts = [
    plural(streams.length, 'stream'),
    plural(repositories.length, 'repository', 'repositories'),
    plural(exports, 'data artifact'),
    plural(logs.length, 'log'),
  ].filter((words) => !words.startsWith('0 '))
  if (counts.length > 0) log.info(`reading ${counts.join(', ')}`)
}

function judge({ failOn, failOnPublishError }: Inputs, result: ConvertResult, published: string): void {
  // nor is neutral good enough: a runner of tests that died at once leaves an empty stream
  if (failOn === 'failures' && result.conclusion !== 'success')
    log.fail(`${verdictOf(result)} (fail-on is failures)`)
  if (failOnPublishError && published !== 'complete')
    log.fail(`publish-status is ${published} (fail-on-publish-error is true); publish-reason says why`)
}

/** A cancelled job gets no summary: nobody needs it, and there is little time. */
function giveUp(name: string, reason: unknown, cancelled: boolean): void {
  log.debug(inspect(reason))
  log.fail(messageOf(reason))
  if (!cancelled) writeSummary(renderTrouble(name, messageOf(reason).split('\n')))
}
