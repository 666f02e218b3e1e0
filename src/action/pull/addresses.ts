/** The one place that decides where links to the report lead. */

import { testHash } from '../../format/links.ts'
import type { UploadResult } from '../upload.ts'

/** A longer link is cut by something on its way; the report finds the test by its name as well. */
const LONGEST = 1000

/**
 * Where the report opens in the browser: its published page, else its artifact; null where it is
 * nowhere but on the runner's disk.
 */
export const reportAddress = ({ report }: Pick<UploadResult, 'report'>, page: string | null): string | null =>
  page ?? report?.url ?? null

/** The page of a test; null where there is none. `run`: ConfigEntry.id. */
export function testAddress(report: string | null, run: number, name: string): string | null {
  if (report === null) return null
  const address = `${report}${testHash(run, name)}`
  return address.length <= LONGEST ? address : null
}
