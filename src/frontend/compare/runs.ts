/** Reads and checks the list of a site's reports. */

import { RUNS_FILE, type RunsFile, SITE_VERSION, type SiteRun } from '../../format/site.ts'
import { DataError, parseVersioned } from '../data/blocks.ts'
import { blocked, newerPublished, RUNS, refused, unreachable } from '../data/remote-faults.ts'

/**
 * `root`: the site's root, relative to the page; ends with a slash or is empty. `asked`: the response, which
 * may have been requested earlier. Throws a DataError.
 */
export async function readRunsFile(
  root: string,
  asked = fetch(root + RUNS_FILE, { cache: 'no-cache' }),
): Promise<RunsFile> {
  const url = root + RUNS_FILE
  let response: Response
  let text: string
  try {
    response = await asked
    text = await response.text()
  } catch (cause) {
    throw location.protocol === 'file:' ? blocked(RUNS, url) : unreachable(RUNS, url, cause)
  }
  if (!response.ok) throw refused(RUNS, url, response.status)
  return parseRunsFile(text, url)
}

function parseRunsFile(text: string, url: string): RunsFile {
  const value = parseVersioned<RunsFile>(text, (cause) => damaged(url, cause))
  if (value.version > SITE_VERSION)
    throw newerPublished(`The list of reports, ${url},`, value.version, SITE_VERSION)
  if (!Array.isArray(value.runs) || !value.runs.every(isRun)) throw damaged(url)
  return value
}

/** Checks the fields that the pages depend on; they show the others as they are. */
function isRun(value: unknown): value is SiteRun {
  const { path, name, counts, published, runNames = [] } = (value ?? {}) as Partial<SiteRun>
  return (
    /^runs\/[^/]+$/.test(path ?? '') &&
    !/^runs\/\.\.?$/.test(path ?? '') &&
    typeof name === 'string' &&
    typeof published === 'string' &&
    typeof counts?.tests === 'number' &&
    Array.isArray(runNames) &&
    runNames.every((one) => typeof one === 'string')
  )
}

const damaged = (url: string, cause?: unknown): DataError =>
  new DataError(`The list of reports cannot be read: ${url} is damaged.`, RUNS.again, { cause })
