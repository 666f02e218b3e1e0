/** `runs.json` of a published site: validated when read, written so that git compresses it well. */

import { type RunsFile, SITE_VERSION, type SiteRun } from '../../format/site.ts'
import { at } from '../../workflow.ts'
import { messageOf } from '../error-text.ts'
import { SiteFault } from './site-fault.ts'

/** The text is not a list of reports; the message says why. */
export class DamagedList extends Error {}

/** Of this version or an older one. Throws DamagedList; SiteFault for a newer version, which is never overwritten. */
export function parseRunsFile(text: string, where: string): RunsFile {
  const json = parseJson(text)
  const version = at(json, 'version')
  if (typeof version === 'number' && version > SITE_VERSION)
    throw new SiteFault(
      `${where} is of version ${version}, and this version of the action writes ${SITE_VERSION}`,
      'use the newest version of the action in all workflows that publish there',
    )
  const runs = at(json, 'runs')
  if (typeof version !== 'number' || !Array.isArray(runs))
    throw new DamagedList('it is not a list of reports')
  for (const [i, run] of runs.entries()) {
    if (!isRun(run)) throw new DamagedList(`report ${i + 1} is not in the expected form`)
  }
  return json as RunsFile
}

/**
 * One line per report. Every fetch transfers the file compressed, so the fields that rarely change from
 * report to report are put side by side: a repetition costs the same however long it is.
 */
export function printRunsFile({ runs, ...head }: RunsFile): string {
  const lines = runs.map((run) => {
    const { path, run: id, published, size, duration, counts, commit, tested, ...rest } = run
    return JSON.stringify({ path, run: id, published, size, duration, counts, commit, tested, ...rest })
  })
  return `${JSON.stringify(head).slice(0, -1)},"runs":[\n${lines.join(',\n')}\n]}\n`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new DamagedList(messageOf(error), { cause: error })
  }
}

const STRINGS = ['name', 'title', 'workflow', 'event', 'published', 'app'] as const
const NUMBERS = ['run', 'attempt', 'columns', 'size'] as const

/** Checks the fields that the publisher uses, and those without which the pages refuse the list. */
function isRun(value: unknown): value is SiteRun {
  const path = at(value, 'path')
  const [branch, pull, follows] = [at(value, 'branch'), at(value, 'pull'), at(value, 'follows')]
  const names = at(value, 'runNames')
  return (
    typeof path === 'string' &&
    /^runs\/\w[\w.-]*$/.test(path) &&
    STRINGS.every((key) => typeof at(value, key) === 'string') &&
    NUMBERS.every((key) => typeof at(value, key) === 'number') &&
    typeof at(value, 'counts', 'tests') === 'number' &&
    (branch === null || typeof branch === 'string') &&
    (pull === null || typeof pull === 'number') &&
    (follows === undefined || typeof follows === 'number') &&
    (names === undefined || (Array.isArray(names) && names.every((name) => typeof name === 'string')))
  )
}
