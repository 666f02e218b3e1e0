/**
 * A test's details out of the log blocks. Only the members that its bytes lie in are decoded, so
 * opening a test costs what its own output weighs and not what the report does.
 */

import type { TestDetails } from '../../format/exported.ts'
import { indexId, type LogIndex, logsId } from '../../format/report.ts'
import { blockText, DataError, damaged, readBlock } from './blocks.ts'
import { concat, decodeBase64, gunzip } from './inflate.ts'
import { membersOf } from './members.ts'

const WHAT = 'The tests’ output'

const indices = new Map<number, Promise<LogIndex>>()

function indexOf(run: number): Promise<LogIndex> {
  let index = indices.get(run)
  if (index === undefined) {
    index = readBlock<LogIndex>(indexId(run), WHAT)
    indices.set(run, index)
  }
  return index
}

/** Details of the n-th test of a run; null where the report holds none of it. */
export async function readDetails(run: number, n: number): Promise<TestDetails | null> {
  const index = await indexOf(run)
  return readValue(run, index, index.start[n] ?? 0, index.length[n] ?? 0)
}

/** What the run printed that belongs to no test; null where there is nothing. */
export async function readOutput(run: number): Promise<TestDetails | null> {
  const index = await indexOf(run)
  return index.whole === null ? null : readValue(run, index, index.whole[0], index.whole[1])
}

async function readValue(run: number, index: LogIndex, start: number, length: number) {
  if (length === 0) return null
  const members = membersOf(index, start, length)
  const parts: Uint8Array[] = []
  for (let k = members.first; k <= members.last; k++) parts.push(await readMember(run, index, k))
  const from = start - index.memberStart[members.first]
  const bytes = concat(parts).subarray(from, from + length)
  const id = logsId(run, index.memberBlock[members.first])
  if (bytes.length < length) throw damaged(id, WHAT)
  return parseDetails(bytes, id)
}

function parseDetails(bytes: Uint8Array, id: string): TestDetails {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw damaged(id, WHAT, cause)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged(id, WHAT)
  return value as TestDetails
}

/** Neighbours of a test share its members: the few last ones are kept. */
const KEPT = 8
const inflated = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()

function readMember(run: number, index: LogIndex, k: number): Promise<Uint8Array<ArrayBuffer>> {
  const key = `${run}/${k}`
  const kept = inflated.get(key)
  const member = kept ?? inflateMember(run, index, k)
  inflated.delete(key) // and in again as the newest
  inflated.set(key, member)
  for (const oldest of inflated.keys()) {
    if (inflated.size <= KEPT) break
    inflated.delete(oldest)
  }
  return member
}

async function inflateMember(run: number, index: LogIndex, k: number): Promise<Uint8Array<ArrayBuffer>> {
  const id = logsId(run, index.memberBlock[k])
  const text = await blockText(id, WHAT)
  try {
    const at = index.memberAt[k]
    return await gunzip(decodeBase64(text.slice(at, at + index.memberChars[k])))
  } catch (cause) {
    throw cause instanceof DataError ? cause : damaged(id, WHAT, cause)
  }
}
