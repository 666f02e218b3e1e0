/**
 * Addresses inside a report, for the page itself and for links to it (the job summary).
 *
 *     #/test/<run>/<name>      the first test of that name in the run (ConfigEntry.id)
 *     #/test/<run>/<name>~2    the second one, usually its second attempt, in the order of raw
 *     #/output/<run>           the run's output that belongs to no test
 *
 * They contain the name, not an index, so that a link denotes the same test in the next report. The name is
 * percent-encoded including `~`, which distinguishes such a number from a name that ends in `~2`.
 */

export interface TestAddress {
  readonly run: number
  readonly name: string
  /** Number, from 1, among the results of that name: an attempt may have several. */
  readonly attempt: number
}

export function testHash(run: number, name: string, attempt = 1): string {
  return `#/test/${run}/${encodeName(name)}${attempt > 1 ? `~${attempt}` : ''}`
}

export const outputHash = (run: number): string => `#/output/${run}`

/** Parses the parts of a test's address, such as `0` and `a.b.test_c~2`; null if they are none. */
export function parseTestAddress(run: string, encoded: string): TestAddress | null {
  const parts = /^([^~]*)(?:~([1-9]\d{0,8}))?$/.exec(encoded)
  if (parts === null || !/^\d{1,9}$/.test(run)) return null
  try {
    return { run: Number(run), name: decodeURIComponent(parts[1]), attempt: Number(parts[2] ?? 1) }
  } catch {
    return null // a percent sign without two hex digits: typed or truncated by hand
  }
}

/** Encodes, beyond encodeURIComponent, `~`, and `!'()*`, at which Markdown and mail programs end a link. */
function encodeName(name: string): string {
  const paired = name.replace(/[\uD800-\uDFFF]/gu, '\uFFFD') // with the flag u, lone surrogates only
  return encodeURIComponent(paired).replace(
    /[~!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
