/** Groups failures and skips by their reason: 29 failures are often three faults. */

import { UNENDED_DETAILS } from '../../format/exported.ts'
import type { TestAddress } from '../../format/links.ts'
import { DIED } from '../../reason.ts'
import { addressOf } from '../data/attempts.ts'
import { groupBy } from '../data/group-by.ts'
import type { Tests } from '../data/tests.ts'

export interface Listed {
  readonly name: string
  /** Seconds. */
  readonly duration: number | null
  readonly reason: string | null
  /** Whether its output was read for the reason. */
  readonly isRead?: boolean | undefined
}

export interface Member extends Listed {
  readonly address: TestAddress
  /** −1 while the tests are being read, and if it was not found. */
  readonly test: number
}

export interface Group {
  readonly reason: string | null
  readonly members: readonly Member[]
}

/**
 * Finds the test of each of `listed`. `listed` and `among` are both in the order of raw: the n-th of one is the
 * n-th of the other. If they do not agree (a run whose columns were lost), only the names are used.
 */
export function toMembers(
  listed: readonly Listed[],
  tests: Tests | null,
  find: (tests: Tests, run: number) => readonly number[],
  run: number,
): Member[] {
  const among = tests === null ? [] : find(tests, run)
  const same = tests !== null && among.length === listed.length
  return listed.map((one, i) => {
    const test = same && tests.name(among[i]) === one.name ? among[i] : -1
    const address = test >= 0 && tests !== null ? addressOf(tests, test) : { run, name: one.name, attempt: 1 }
    return { ...one, address, test }
  })
}

/** Whether tests with this reason broke off, maybe with all that their process had yet to run. */
const isBroken = (reason: string | null): boolean =>
  reason !== null && (reason === DIED || UNENDED_DETAILS.has(reason))

/** Addresses of objects, also as mock prints them, and UUIDs: they differ in each test, and so tell no faults apart. */
const PASSING = /\b(?:0x[\da-f]{9,16}|(?<=\bid=')\d{12,16}(?=')|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\b/gi

const lasting = (reason: string | null): string | null => reason && reason.replace(PASSING, '…')

/**
 * First the tests that broke off. Then the most common reason; of equally common ones, the one met first. Reasons are
 * one if only addresses and UUIDs differ.
 */
export function groupByReason(members: readonly Member[]): Group[] {
  return [...groupBy(members, ({ reason }) => lasting(reason))]
    .map(([common, grouped]) => {
      const [{ reason }] = grouped
      return { reason: grouped.every((one) => one.reason === reason) ? reason : common, members: grouped }
    })
    .sort(
      (a, b) =>
        Number(isBroken(b.reason)) - Number(isBroken(a.reason)) || b.members.length - a.members.length,
    )
}

/** Instead of a reason, of tests whose output nobody has read. */
export const UNREAD = 'Reason not read: open the test'

/** Number of reasons, with none as one. */
export const reasonsIn = (groups: readonly Group[]): number =>
  groups.filter(({ reason }) => reason !== UNREAD).length

/** The first groups, cut to `most` members in all. */
export function firstMembers(groups: readonly Group[], most: number): Group[] {
  let left = most
  const kept: Group[] = []
  for (const group of groups) {
    if (left <= 0) break
    kept.push({ ...group, members: group.members.slice(0, left) })
    left -= group.members.length
  }
  return kept
}
