/** The one place that decides where links to the report lead. */

import { testHash } from '../../format/links.ts'
import type { Inputs } from '../inputs.ts'
import type { UploadResult } from '../upload.ts'

/** A longer link is cut by something on its way; the report finds the test by its name as well. */
const LONGEST = 1000

/**
 * Where the report opens in the browser: its published page, else its artifact; null where it is
 * nowhere but on the runner's disk. A page that is the whole site goes with the next deployment: its
 * artifact outlasts it.
 */
export function reportAddress(
  { report }: Pick<UploadResult, 'report'>,
  page: string | null,
  { branch }: Inputs['publish'],
): string | null {
  const artifact = report?.url ?? null
  return branch ? (page ?? artifact) : (artifact ?? page)
}

/** The page of a test; null where there is none. `run`: ConfigEntry.id. */
export function testAddress(report: string | null, run: number, name: string): string | null {
  if (report === null) return null
  const address = `${report}${testHash(run, name)}`
  return address.length <= LONGEST ? address : null
}
