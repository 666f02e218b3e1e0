/**
 * Reads the output of tests for better reasons, where the exporter has not done so: the exception of a failure whose
 * traceback's last line names none, as the test's page shows it, and the reason of a skip whose attachment is not named
 * `reason`.
 */

import { useEffect, useMemo, useState } from 'preact/hooks'
import { STATUSES } from '../../format/exported.ts'
import type { Manifest } from '../../format/report.ts'
import { namesException, UNEXPECTED } from '../../reason.ts'
import type { Entry } from '../data/entry.ts'
import { LeftOut, readDetails } from '../data/logs.ts'
import { type Tests } from '../data/tests.ts'
import { hasTraceback, reasonOf } from '../test/reason.ts'
import { statusOf } from '../text/status.ts'
import { type Group, groupByReason, type Member, UNREAD } from './reasons.ts'

/** Most tests whose output home reads, from this file and from a server; of others it shows last lines. */
const MOST = 50
const MOST_REMOTE = 10
/** Bytes in which a traceback is searched. */
const MOST_BYTES = 4 << 20

/** Test → what its output says; null if it gives no reason. */
type Found = ReadonlyMap<number, string | null>

const NONE: Found = new Map()

/** Kept while another page is shown: on the way back nothing is read again, and the groups are as they were. */
const readBefore = new WeakMap<Tests, Found>()

/** Groups the members by their reasons, and again by what their tests' output says, once read. */
export function useReasons(manifest: Manifest, tests: Tests | null, members: readonly Member[]): Group[] {
  const [found, setFound] = useState(() => readOf(tests))
  useEffect(() => {
    if (tests === null) return
    const stop = new AbortController()
    const vague = members.filter((one) => isVague(one, tests))
    const isRemote = vague.some(({ address }) => manifest.runs[address.run].details !== null)
    const known = readOf(tests)
    const first = vague.slice(0, isRemote ? MOST_REMOTE : MOST).filter(({ test }) => !known.has(test))
    if (first.length > 0)
      void readAll(manifest, tests, first, stop.signal).then((all) => {
        if (stop.signal.aborted) return
        // another list may have read meanwhile
        readBefore.set(tests, new Map([...readOf(tests), ...all]))
        setFound(readOf(tests))
      })
    return () => stop.abort()
  }, [tests, members])
  return useMemo(() => groupByReason(withFound(members, found)), [members, found])
}

const readOf = (tests: Tests | null): Found => (tests && readBefore.get(tests)) ?? NONE

/** A test that was not read has the reason of those with the same last line, if these agree: they are one cause. */
function withFound(members: readonly Member[], found: Found): Member[] {
  const agreed = new Map<string | null, string | null>()
  for (const { test, reason } of members) {
    const better = found.get(test)
    // these two are no last lines
    if (!better || reason === null || reason === UNEXPECTED) continue
    agreed.set(reason, agreed.has(reason) && agreed.get(reason) !== better ? null : better)
  }
  return members.map((one) => ({
    ...one,
    reason:
      found.get(one.test) ??
      (one.isRead ? null : agreed.get(one.reason)) ??
      one.reason ??
      (one.isRead || found.has(one.test) ? null : UNREAD),
  }))
}

/** A reason of two lines says enough. */
const isVague = ({ test, reason, isRead }: Member, { status }: Tests): boolean =>
  test >= 0 &&
  !isRead &&
  (reason === null ||
    reason === UNEXPECTED ||
    (STATUSES[status[test]] === 'fail' && !reason.includes('\n') && !namesException(reason)))

async function readAll(
  manifest: Manifest,
  tests: Tests,
  members: readonly Member[],
  signal: AbortSignal,
): Promise<Found> {
  const found = new Map<number, string | null>()
  try {
    for (const { test } of members) {
      signal.throwIfAborted()
      const status = statusOf(tests, test)
      const entry = await readToTraceback(manifest, tests, test)
      const reason = reasonOf(status, entry, tests.duration[test])
      if (reason !== null || entry?.whole) found.set(test, reason)
    }
  } catch {
    // the tests' own pages say what cannot be read
  }
  return found
}

/** Reads no further than the traceback, as a long log may follow it. */
async function readToTraceback(manifest: Manifest, tests: Tests, test: number): Promise<Entry | null> {
  const stop = new AbortController()
  let read: Entry | null = null
  const onProgress = (entry: Entry): void => {
    read = entry
    if (hasTraceback(entry) || (entry.parts.at(-1)?.to ?? 0) > MOST_BYTES) stop.abort()
  }
  const reader = { signal: stop.signal, onProgress }
  try {
    return await readDetails(manifest, tests, test, reader)
  } catch (error) {
    if (read === null && !(error instanceof LeftOut)) throw error
    return read
  }
}
