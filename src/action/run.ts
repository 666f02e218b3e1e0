import { inspect } from 'node:util'
import type { ConvertResult, Source } from '../convert/types.ts'
import { convert } from '../convert.ts'
import { readWorkflow } from '../workflow.ts'
import { findAnnotations } from './annotations/find-annotations.ts'
import { download } from './download/download-inputs.ts'
import { messageOf } from './error-text.ts'
import { siteFiles } from './exported-files.ts'
import { type Found, find, foundNothing } from './find.ts'
import { type OpenGitHub, openGitHub } from './github/client.ts'
import { readTarget } from './github/target.ts'
import { type Inputs, readInputs } from './inputs.ts'
import { type Job, readJob } from './job.ts'
import { jobStart } from './job-start.ts'
import * as log from './log.ts'
import { ownMaker } from './maker.ts'
import { sayNothingFound } from './nothing-found.ts'
import { once } from './once.ts'
import { setPage, setPublished, setResult, setSummary, setUploads } from './outputs.ts'
import { readOverviews } from './overview.ts'
import { ownSecrets } from './own-secrets.ts'
import { choosePlaces, type Places } from './places.ts'
import { publishReport } from './publish-report.ts'
import { publishSite } from './publish-site.ts'
import { publishedDirectory, publishedReport } from './published-report.ts'
import { reportAddress } from './pull/addresses.ts'
import { publishName } from './pull/publish-name.ts'
import { writeResults } from './results.ts'
import { renderSummary } from './summary/summary.ts'
import { renderTrouble, renderUnpublished } from './summary/trouble.ts'
import { annotate, tell } from './tell.ts'
import { NOTHING_UPLOADED, type UploadResult, upload, uploadObstacle } from './upload.ts'
import { verdictOf } from './verdict.ts'
import { openSummary, writeSummary } from './write-summary.ts'

/** Most failed tests whose lines are looked up: a check run shows more annotations than the log. */
const LOOKED_AT = { log: 30, checkRun: 200 } as const

/** Time limit of all downloads together: the data of many matrix legs can be gigabytes. */
const DOWNLOADS_MS = 1_800_000

/** Most bytes of the output `summary-markdown`. */
const OUTPUT_BYTES = 60_000

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
    if (foundNothing(found) && downloaded.exports.length === 0 && downloaded.problems.length === 0)
      return sayNothingFound(inputs, places, found.warnings, downloaded.missing.length > 0)
    for (const warning of found.warnings) log.warning(warning)
    const result = await convert({
      closely: true,
      ...convertOptions(inputs, places, page, signal),
      ...withDownloads(inputs, found, downloaded),
    })
    setResult(result)
    const downloadedLogs = downloaded.exports.flatMap(({ logs }) => logs.map(({ title }) => title))
    tell(result, [...found.logs, ...downloadedLogs])
    const overviews = await readOverviews(result)
    const artifacts = foundNothing(found) ? downloaded.exports.map(({ title }) => title) : []
    writeResults(places.results, { ...maker, artifacts }, result, overviews)
    const roots = { workspace: places.workspace, sourceRoots: inputs.sourceRoots }
    const limit = inputs.annotations === 'none' ? 0 : LOOKED_AT[inputs.checkRun ? 'checkRun' : 'log']
    const annotations = await findAnnotations(result, roots, limit)
    annotate(annotations, result.counts.failed)
    const uploads = await sendArtifacts(inputs, places, result, signal)
    setUploads(uploads)
    const { target } = downloaded
    const factsWith = (address: string | null) => ({
      name,
      report: reportAddress(uploads, address, inputs.publish),
      data: uploads.data?.url ?? null,
      faults: uploads.faults,
      overviews,
    })
    const putSummary = openSummary()
    // what follows may take minutes or be cancelled: this summary is then there
    putSummary(renderSummary(result, factsWith(null)))
    const calledAs = once((client: OpenGitHub) => nameOf(inputs, job, places, uploads, client))
    const site = await publishSite({
      inputs,
      job,
      maker,
      places,
      result,
      target,
      report: () => publishedReport(page, places, result),
      name: calledAs,
      github: github(),
      signal,
    })
    const facts = factsWith(site.page)
    setPage(site.page)
    setSummary(places.results, renderSummary(result, facts, OUTPUT_BYTES))
    if (site.page !== null) putSummary(renderSummary(result, facts))
    const told = await publishReport({
      inputs,
      job,
      result,
      facts,
      target,
      annotations,
      name: calledAs,
      // a new client: the time limit of the earlier ones may be over by now
      github: github(),
    })
    const faults = [...site.faults, ...told.faults]
    for (const words of [...site.heldBack, ...faults]) log.notice(words)
    if (faults.length > 0) writeSummary(renderUnpublished(faults))
    const sent = [uploads.report, uploads.data].filter((each) => each !== null).length
    const done = sent + site.done.length + told.done.length
    const status = setPublished(done, [...uploads.faults, ...faults], site.heldBack)
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
    workflow: readWorkflow(process.env),
    since: jobStart(process.env),
    replace: true,
    dropEqualRuns: true,
    page,
    signal,
  }
}

type Downloads = Awaited<ReturnType<typeof download>>

function withDownloads(inputs: Inputs, found: Found, { exports, problems, missing }: Downloads) {
  const unasked = !inputs.repository.written
  // not beside a stream: it may be of the same run, and has the tests that were under way
  const unended = found.streams.length === 0
  const sources: Source[] = [
    ...found.streams.map((path) => ({ kind: 'file', path }) as const),
    ...found.repositories.map((path) => ({ kind: 'repository', path, unasked, unended }) as const),
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

async function sendArtifacts(
  inputs: Inputs,
  places: Places,
  result: ConvertResult,
  signal: AbortSignal,
): Promise<UploadResult> {
  const { report, data } = inputs.upload
  if (!report && !data) return NOTHING_UPLOADED
  const obstacle = uploadObstacle(process.env)
  if (obstacle !== null) {
    log.notice(`${obstacle}; the report is ${result.report}`)
    return { ...NOTHING_UPLOADED, faults: [obstacle] }
  }
  const { name, retentionDays, compressionLevel } = inputs
  const request = { name, retentionDays, compressionLevel, scratch: places.scratch, signal }
  const parts = {
    report: report ? result.report : null,
    data: data ? siteFiles(result, places.results) : null,
  }
  const uploads = await log.group('Upload', () => upload({ ...request, ...parts }))
  for (const sent of [uploads.report, uploads.data]) {
    if (sent !== null) log.info(`uploaded ${sent.name}${sent.url === null ? '' : `: ${sent.url}`}`)
  }
  for (const fault of uploads.faults) log.warning(`${fault}; it is on disk: ${result.report}, ${result.data}`)
  return uploads
}

function nameOf(
  inputs: Inputs,
  { attempt }: Job,
  { step }: Places,
  { report, data }: UploadResult,
  github: OpenGitHub,
): Promise<string> {
  const facts = {
    name: inputs.name,
    given: inputs.nameGiven,
    job: inputs.checkRunId,
    attempt,
    artifact: report?.claimed ?? data?.claimed ?? null,
    step,
  }
  return publishName(facts, inputs.token === '' ? null : github)
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
