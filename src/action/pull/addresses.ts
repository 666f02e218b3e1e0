/** The one place that decides where links to the report lead. */

import { testHash } from '../../format/links.ts'
import type { Inputs } from '../inputs.ts'
import type { UploadResult } from '../upload.ts'

/** Longest link: a longer one is cut by something on its way. The report finds a test by its name, too. */
const LONGEST = 1000

/**
 * Where the report opens in the browser: its published page, else its artifact; null if it is only on the
 * runner's disk. Without a branch the artifact comes first: the page is then the whole site, which the next
 * deployment replaces.
 */
export function reportAddress(
  { report }: Pick<UploadResult, 'report'>,
  page: string | null,
  { branch }: Inputs['publish'],
): string | null {
  const artifact = report?.url ?? null
  return branch ? (page ?? artifact) : (artifact ?? page)
}

/**
 * The page of a test; null without a report, or if the link is too long. `run`: ConfigEntry.id. `place`: number, from
 * 1, among the tests of that name.
 */
export function testAddress(report: string | null, run: number, name: string, place?: number): string | null {
  if (report === null) return null
  const address = `${report}${testHash(run, name, place)}`
  return address.length <= LONGEST ? address : null
}
