import type { Status } from '../format/exported.ts'
import { seconds, timestamp } from './time-text.ts'

/** What raw and tree say of a test, the fields behind its name. */
export function rawFields(
  status: Status,
  tags: readonly string[],
  start: number | null,
  end: number | null,
): string {
  const times = `${statusFields(status, start, end)},"tags":${JSON.stringify(tags)}`
  return `${times},"duration":${seconds(start, end)},"details":{}`
}

/** What raw, tree and details say of a test. */
export function statusFields(status: Status, start: number | null, end: number | null): string {
  return `"status":"${status}","timestamps":[${quoted(start)},${quoted(end)}]`
}

const quoted = (micros: number | null): string => (micros === null ? 'null' : `"${timestamp(micros)}"`)
