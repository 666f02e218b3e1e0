/**
 * The exceptions of failures whose traceback's last line names none, as their pages begin with them, and the
 * reasons of skips that are not called so.
 */

import { useEffect, useMemo, useState } from 'preact/hooks'
import { STATUSES } from '../../format/exported.ts'
import type { Manifest } from '../../format/report.ts'
import type { Entry } from '../data/entry.ts'
import { identityOf } from '../data/identity.ts'
import { LeftOut, readDetails } from '../data/logs.ts'
import { runOf, type Tests } from '../data/tests.ts'
import { FORCED, hasTraceback, reasonOf } from '../test/reason.ts'
import { type Group, groupByReason, type Member } from './reasons.ts'

/** `KeyError: 1`, `nova.exception.NotFound: x`, and a reason of two lines, whose first is the exception. */
const NAMED = /^(?:\w+\.)+\w+(?::|$)|^\w*(?:Error|Exception)\b|\n/
/** Tests whose output home reads, of this file and of a server's; of a run with more, the last lines are enough. */
const MOST = 50
const MOST_REMOTE = 10
/** In which a traceback is looked for. */
const MOST_BYTES = 4 << 20

const NONE: ReadonlyMap<number, string> = new Map()

/** The members by their reasons, and by what their tests say once that has been read. */
export function useReasons(manifest: Manifest, tests: Tests | null, members: readonly Member[]): Group[] {
  const [found, setFound] = useState(NONE)
  useEffect(() => {
    if (tests === null) return
    const stop = new AbortController()
    const vague = members.filter((one) => isVague(one, tests))
    const isRemote = vague.some(({ address }) => manifest.runs[address.run].details !== null)
    if (vague.length > 0 && vague.length <= (isRemote ? MOST_REMOTE : MOST))
      void readAll(manifest, tests, vague, stop.signal).then((all) => stop.signal.aborted || setFound(all))
    return () => stop.abort()
  }, [tests, members])
  return useMemo(
    () => groupByReason(members.map((one) => ({ ...one, reason: found.get(one.test) ?? one.reason }))),
    [members, found],
  )
}

const isVague = ({ test, reason }: Member, { status }: Tests): boolean =>
  test >= 0 &&
  (reason === null || (STATUSES[status[test]] === 'fail' && (!NAMED.test(reason) || FORCED.test(reason))))

async function readAll(
  manifest: Manifest,
  tests: Tests,
  members: readonly Member[],
  signal: AbortSignal,
): Promise<Map<number, string>> {
  const found = new Map<number, string>()
  try {
    for (const { test } of members) {
      signal.throwIfAborted()
      const status = STATUSES[tests.status[test]]
      const reason = reasonOf(status, await readToTraceback(manifest, tests, test), tests.duration[test])
      if (reason !== null) found.set(test, reason)
    }
  } catch {
    // what cannot be read, the tests' pages tell of
  }
  return found
}

/** No further: a log may be behind it. */
async function readToTraceback(manifest: Manifest, tests: Tests, test: number): Promise<Entry | null> {
  const stop = new AbortController()
  let read: Entry | null = null
  const onProgress = (entry: Entry): void => {
    read = entry
    if (hasTraceback(entry) || (entry.parts.at(-1)?.to ?? 0) > MOST_BYTES) stop.abort()
  }
  const reader = { signal: stop.signal, onProgress }
  try {
    return await readDetails(manifest, runOf(tests, test), tests.raw(test), identityOf(tests, test), reader)
  } catch (error) {
    if (read === null && !(error instanceof LeftOut)) throw error
    return read
  }
}
