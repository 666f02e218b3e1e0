/** What the step says if it finds no test to report on. */

import { docs } from '../../words/docs.ts'
import type { Inputs } from '../inputs.ts'
import * as log from '../log.ts'
import { setNoResult } from '../outputs.ts'
import type { Places } from '../places.ts'
import { renderTrouble } from '../summary/trouble.ts'
import { writeSummary } from '../write-summary.ts'
import { findBelow } from './elsewhere.ts'

/**
 * `warnings`: from the search; they may say why nothing was found. `isMissing`: an artifact was named and does
 * not exist, so that results are missing.
 */
export function sayNothingFound(
  { name, ifNoFilesFound, failOn, subunit, repository, artifacts }: Inputs,
  places: Places,
  warnings: readonly string[],
  isMissing: boolean,
): void {
  const patterns = [...subunit.patterns, ...repository.patterns].join(', ')
  const search = `no subunit stream or stestr repository matches ${patterns || 'no pattern'} in ${places.workspace}`
  const besides = patterns === '' ? '' : `, and ${search}`
  const below = ifNoFilesFound === 'ignore' ? [] : findBelow(places)
  const elsewhere = below.length === 0 ? '' : `, but below it there is ${firstOf(below)}`
  const words =
    artifacts.length === 0
      ? `${search}${elsewhere}; set the inputs subunit and repository, or if-no-files-found`
      : `no data artifact matches ${artifacts.join(' or ')}${besides}; the jobs that ran the tests must upload one (${docs('forks')}), or set if-no-files-found`
  const isFault = ifNoFilesFound === 'error' || (isMissing && failOn === 'failures')
  if (ifNoFilesFound !== 'error') setNoResult(isMissing ? 'failure' : 'neutral')
  if (ifNoFilesFound === 'ignore' && !isFault) return log.info([words, ...warnings].join('\n'))
  for (const warning of warnings) log.warning(warning)
  if (isFault) log.fail(words)
  else log.warning(words)
  writeSummary(renderTrouble(name, [words, ...warnings]))
}

const firstOf = (paths: readonly string[]): string =>
  paths.length > 3 ? `${paths.slice(0, 3).join(', ')} and ${paths.length - 3} more` : paths.join(', ')
