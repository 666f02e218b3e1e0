/** The single pipeline that the command and the action call: sources → runs → files. */

import { dirname, join, resolve } from 'node:path'
import { brokenFirst } from './convert/broken-first.ts'
import { besideWords, checkDestinations } from './convert/check-destinations.ts'
import { earlierWords } from './convert/earlier-runs.ts'
import { convertedRuns, listRuns } from './convert/entries.ts'
import { writeFault } from './convert/error-text.ts'
import { explainFailures } from './convert/failures.ts'
import { readMachines } from './convert/machines.ts'
import { PageFault, StagedPages } from './convert/pages.ts'
import { readRuns } from './convert/runs.ts'
import { hiderOf } from './convert/secrets.ts'
import { openSources } from './convert/sources.ts'
import { summarize } from './convert/summarize.ts'
import type { ConvertedRun, ConvertOptions, ConvertResult, Problem } from './convert/types.ts'
import { buildConfig, NO_WORKFLOW, writeConfig } from './export/config.ts'
import { clearLeftovers } from './export/leftovers.ts'
import { holdsExport, Staging } from './export/staging.ts'
import type { Hider } from './redact/hider.ts'
import { plural } from './words/number.ts'

/**
 * Exports all sources and writes the requested pages. Throws if nothing can be exported, and a PageFault if
 * only a page could not be put into place.
 */
export async function convert(options: ConvertOptions): Promise<ConvertResult> {
  const data = join(resolve(options.destination), options.site ? 'data' : '.')
  try {
    checkDestinations(options, data)
    return await exportAll(options, data)
  } catch (error) {
    throw error instanceof PageFault ? error : writeFault(error, data)
  }
}

async function exportAll(options: ConvertOptions, data: string): Promise<ConvertResult> {
  const problems: Problem[] = [...(options.problems ?? [])]
  const notices: string[] = []
  const gzip = options.gzip ?? false
  const workflow = options.workflow ?? NO_WORKFLOW
  const pages = new StagedPages(options)
  const staging = new Staging(data)
  for (const page of [pages.report, pages.site]) if (page !== null) clearLeftovers(dirname(page))
  if (pages.published !== null) clearLeftovers(pages.published)
  try {
    const inputs = await openSources(options, staging, problems, notices)
    const exported = await readRuns(inputs, staging, options, problems, notices)
    if (exported.length === 0 && problems.length > 0 && !options.replace) throw nothingRead(problems, data)
    notices.push(...earlierWords(exported, options.since))
    const machines = await readMachines(options, exported, staging, problems, notices)
    const listed = listRuns(exported, machines)
    const runs = convertedRuns(exported, listed, machines, (options.closely ?? false) || pages.areWanted)
    hideIn(problems, notices, hiderOf(options))
    const totals = summarize(runs, problems)
    const title = options.title ?? workflow.name ?? defaultTitle(runs)
    await writeConfig(staging, buildConfig(listed, machines.unused, workflow, gzip))
    const explained = await explainFailures(runs, (name) => staging.finished(name), options, notices)
    const found = explained.map((one) => one.found)
    const { conclusion, isPartial } = totals
    await pages.write(
      { title, workflow, problems, exported, found, listed, machines, conclusion, isPartial },
      staging,
      notices,
    )
    options.signal?.throwIfAborted()
    const files = staging.commit()
    pages.commit(data)
    const beside = besideWords(options)
    if (beside !== null) notices.push(beside)
    const { report, site, published } = pages
    return {
      runs: explained.map(({ run }) => brokenFirst(run)),
      problems,
      notices,
      ...totals,
      data,
      files,
      report,
      site,
      published,
    }
  } finally {
    staging.discard()
    pages.discard()
  }
}

/** What was mistyped, so that no export of no tests is taken for one, or takes the place of one. */
function nothingRead([{ input, message }, ...others]: readonly Problem[], data: string): Error {
  const more = others.length === 0 ? '' : `; ${plural(others.length, 'more input')} cannot be read either`
  const left = holdsExport(data) ? '; the earlier export is left as it was' : ''
  return new Error(`${input}: ${message}${more}${left}`)
}

/** An error may quote what it found in an input. */
function hideIn(problems: Problem[], notices: string[], hider: Hider | null): void {
  if (hider === null) return
  for (const [i, { kind, input, message }] of problems.entries())
    problems[i] = { kind, input: hider.hideIn(input), message: hider.hideIn(message) }
  for (const [i, notice] of notices.entries()) notices[i] = hider.hideIn(notice)
}

function defaultTitle(runs: readonly ConvertedRun[]): string {
  return runs.length === 1 ? runs[0].entry.name : 'Test report'
}
