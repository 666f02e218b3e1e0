/** Sends the report wherever the inputs ask for: artifacts, a page, the job's summary, the commit. */

import type { ConvertResult } from '../convert/types.ts'
import type { Annotation } from './annotations/annotation.ts'
import { siteFiles } from './exported-files.ts'
import type { OpenGitHub } from './github/client.ts'
import type { Target } from './github/target.ts'
import type { Inputs } from './inputs.ts'
import type { Job } from './job.ts'
import * as log from './log.ts'
import type { Maker } from './maker.ts'
import { once } from './once.ts'
import { type PublishStatus, setPage, setPublished, setSummary, setUploads } from './outputs.ts'
import type { Overview } from './overview.ts'
import type { Places } from './places.ts'
import { publishReport } from './publish-report.ts'
import { publishSite } from './publish-site.ts'
import { reportAddress } from './pull/addresses.ts'
import { publishName } from './pull/publish-name.ts'
import type { PublishedReport } from './site/contents.ts'
import { renderSummary } from './summary/summary.ts'
import { renderUnpublished } from './summary/trouble.ts'
import { NOTHING_UPLOADED, type UploadResult, upload, uploadObstacle } from './upload.ts'
import { openSummary, writeSummary } from './write-summary.ts'

/** Most bytes of the output `summary-markdown`. */
const OUTPUT_BYTES = 60_000

export interface Sendable {
  readonly inputs: Inputs
  readonly job: Job
  readonly maker: Maker
  readonly places: Places
  readonly result: ConvertResult
  readonly overviews: readonly Overview[]
  readonly annotations: readonly Annotation[]
  readonly target: Target
  /** Throws if the files on disk are not this step's any more. */
  readonly confirm: () => void
  /** The files of a published report. Throws if none was made. */
  readonly published: () => PublishedReport
  /** A new client each time: each has a time limit. */
  readonly github: () => OpenGitHub
  readonly signal: AbortSignal
}

/** Returns how much of it has arrived. What could not be sent is told, and no error. */
export async function sendEverywhere(report: Sendable): Promise<PublishStatus> {
  const { inputs, places, result, published, github } = report
  const uploads = await sendArtifacts(report)
  setUploads(uploads)
  const factsWith = (address: string | null) => ({
    name: inputs.name,
    report: reportAddress(uploads, address, inputs.publish),
    data: uploads.data?.url ?? null,
    faults: uploads.faults,
    overviews: report.overviews,
  })
  const putSummary = openSummary()
  // what follows may take minutes or be cancelled: this summary is then there
  putSummary(renderSummary(result, factsWith(null)))
  const name = once((client: OpenGitHub) => nameOf(report, uploads, client))
  const site = await publishSite({ ...report, report: published, name, github: github() })
  const facts = factsWith(site.page)
  setPage(site.page)
  setSummary(places.results, renderSummary(result, facts, OUTPUT_BYTES))
  if (site.page !== null) putSummary(renderSummary(result, facts))
  // the time limit of the client above may be over by now
  const told = await publishReport({ ...report, facts, name, github: github() })
  const faults = [...site.faults, ...told.faults]
  for (const words of [...site.heldBack, ...faults]) log.notice(words)
  if (faults.length > 0) writeSummary(renderUnpublished(faults))
  const sent = [uploads.report, uploads.data].filter((each) => each !== null).length
  const done = sent + site.done.length + told.done.length
  return setPublished(done, [...uploads.faults, ...faults], site.heldBack)
}

async function sendArtifacts({ inputs, places, result, confirm, signal }: Sendable): Promise<UploadResult> {
  const { report, data } = inputs.upload
  if (!report && !data) return NOTHING_UPLOADED
  const obstacle = uploadObstacle(process.env)
  if (obstacle !== null) {
    log.notice(`${obstacle}; the report is ${result.report}`)
    return { ...NOTHING_UPLOADED, faults: [obstacle] }
  }
  const { name, retentionDays, compressionLevel } = inputs
  const request = { name, retentionDays, compressionLevel, scratch: places.scratch, confirm, signal }
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

/** The report's name, unique within a workflow run. */
function nameOf(
  { inputs, job, places }: Sendable,
  { report, data }: UploadResult,
  github: OpenGitHub,
): Promise<string> {
  const facts = {
    name: inputs.name,
    given: inputs.nameGiven,
    job: inputs.checkRunId,
    attempt: job.attempt,
    artifact: report?.place ?? data?.place ?? null,
    step: places.step,
  }
  return publishName(facts, inputs.token === '' ? null : github)
}
