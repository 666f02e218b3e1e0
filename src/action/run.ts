import { inspect } from 'node:util'
import { type ConvertResult, convert, type Source } from '../convert.ts'
import { readWorkflow } from '../workflow.ts'
import { messageOf } from './error-text.ts'
import { siteFiles } from './exported-files.ts'
import { type Found, find, foundNothing } from './find.ts'
import { type Inputs, readInputs } from './inputs.ts'
import * as log from './log.ts'
import { setNoResult, setResult, setUploads } from './outputs.ts'
import { ownSecrets } from './own-secrets.ts'
import { choosePlaces, type Places } from './places.ts'
import { renderSummary, renderTrouble } from './summary.ts'
import { tell } from './tell.ts'
import { NOTHING_UPLOADED, type UploadResult, upload, uploadObstacle } from './upload.ts'
import { verdict } from './verdict.ts'
import { writeSummary } from './write-summary.ts'

/**
 * Everything that the action does, in its order: what is made lies on disk and is told by the outputs
 * before anything is sent. `page`: the built page.
 */
export async function run(page: string, signal: AbortSignal): Promise<void> {
  log.hushDebug()
  let name = 'stackviz'
  try {
    const inputs = readInputs(process.env)
    name = inputs.name
    log.mask(inputs.token)
    const places = choosePlaces(inputs, process.env)
    const found = await find(inputs, places)
    for (const warning of found.warnings) log.warning(warning)
    if (foundNothing(found)) return sayNothingFound(inputs, places)
    const result = await convert(convertOptions(inputs, places, found, page, signal))
    setResult(result)
    tell(result, found.logs)
    const uploads = await sendArtifacts(inputs, places, result, signal)
    setUploads(uploads)
    writeSummary(renderSummary(result, { name, ...linksOf(uploads) }))
    judge(inputs, result)
  } catch (error) {
    giveUp(name, signal.aborted ? signal.reason : error, signal.aborted)
  } finally {
    log.flush()
  }
}

function convertOptions(inputs: Inputs, places: Places, found: Found, page: string, signal: AbortSignal) {
  const sources: Source[] = [
    ...found.streams.map((path) => ({ kind: 'file', path }) as const),
    ...found.repositories.map((path) => ({ kind: 'repository', path }) as const),
  ]
  return {
    sources,
    dstat: found.logs,
    destination: places.site,
    site: true,
    report: places.report,
    gzip: inputs.gzip,
    redact: inputs.redact,
    secrets: ownSecrets(inputs.token, process.env),
    last: inputs.runs === 'last',
    dstatTimezone: inputs.dstatTimezone ?? undefined,
    maxDecompressed: inputs.maxDecompressed,
    reportMaxSize: inputs.reportMaxSize,
    title: inputs.title ?? undefined,
    workflow: readWorkflow(process.env),
    dropEqualRuns: true,
    page,
    signal,
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
  const parts = { report: report ? result.report : null, data: data ? siteFiles(result) : null }
  const uploads = await log.group('Upload', () => upload({ ...request, ...parts }))
  for (const sent of [uploads.report, uploads.data]) {
    if (sent !== null) log.info(`uploaded ${sent.name}${sent.url === null ? '' : `: ${sent.url}`}`)
  }
  for (const fault of uploads.faults) log.warning(`${fault}; it is on disk: ${result.report}, ${result.data}`)
  return uploads
}

const linksOf = ({ report, data, faults }: UploadResult) => ({
  report: report?.url ?? null,
  data: data?.url ?? null,
  faults,
})

function sayNothingFound({ name, ifNoFilesFound, subunit, repository }: Inputs, { workspace }: Places): void {
  const patterns = [...subunit.patterns, ...repository.patterns].join(', ') || 'no pattern'
  const words = `no subunit stream and no stestr repository was found by ${patterns} in ${workspace}; name them with the inputs subunit and repository, or set if-no-files-found`
  if (ifNoFilesFound !== 'error') setNoResult()
  if (ifNoFilesFound === 'ignore') return log.info(words)
  if (ifNoFilesFound === 'warn') log.warning(words)
  else log.fail(words)
  writeSummary(renderTrouble(name, [words]))
}

function judge({ failOn }: Inputs, result: ConvertResult): void {
  if (failOn === 'failures' && result.conclusion === 'failure')
    log.fail(`${verdict(result)} (fail-on is failures)`)
}

/** A cancelled job's summary is nobody's concern, and there is little time. */
function giveUp(name: string, reason: unknown, cancelled: boolean): void {
  log.debug(inspect(reason))
  log.fail(messageOf(reason))
  if (!cancelled) writeSummary(renderTrouble(name, messageOf(reason).split('\n')))
}
