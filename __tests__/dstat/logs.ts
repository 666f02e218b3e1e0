import { readFileSync } from 'node:fs'
import type { DstatLog, Metric } from '../../src/dstat/log.ts'
import { readDstat } from '../../src/dstat/parse.ts'

export const fixture = (name: string): Uint8Array =>
  readFileSync(new URL(`../fixtures/dstat/${name}`, import.meta.url))

export async function* chunksOf(bytes: Uint8Array, size = bytes.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

export async function readText(text: string, timezone?: string): Promise<DstatLog> {
  return readDstat(chunksOf(new TextEncoder().encode(text)), { input: 'dstat.csv', timezone })
}

export const readFixture = (name: string): Promise<DstatLog> =>
  readDstat(chunksOf(fixture(name)), { input: name })

interface Header {
  readonly generator?: string
  readonly cmdline?: string
  readonly date?: string
}

/** A log with these rows; readers drop the first sample. */
export function logText(rows: readonly string[], header: Header = {}): string {
  const { generator = 'Dstat 0.8.0 CSV output' } = header
  return `"${generator}"\n"Author:","Dag Wieers <dag@wieers.com>",,,,"URL:","x"\n${blockText(rows, header)}`
}

/** What a tool appends to a log, without the two empty lines. */
export function blockText(rows: readonly string[], header: Header = {}): string {
  const { cmdline = 'dstat -tl --output dstat.csv 1', date = '23 Nov 2026 18:53:17 UTC' } = header
  const above = `"Host:","vm",,,,"User:","root"\n"Cmdline:","${cmdline}",,,,"Date:","${date}"\n`
  return `${above}${rows.join('\n')}\n`
}

/** Title rows of `-t --load`: a small log. */
export const TIME_AND_LOAD = ['"system","load avg",,', '"time","1m","5m","15m"'] as const

/** A log with samples at these times; readers drop the first one. */
export const timesText = (times: readonly string[], date: string): string =>
  logText([...TIME_AND_LOAD, ...times.map((time) => `${time},1,2,3`)], { date })

export const isoTimes = ({ times }: Pick<DstatLog, 'times'>): string[] =>
  Array.from(times, (time) => new Date(time / 1000).toISOString())

export function metric(log: DstatLog, title: string, name: string): Metric {
  const found = log.groups.find((group) => group.title === title)?.metrics.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no ${title}: ${name}`)
  return found
}

export const values = (log: DstatLog, title: string, name: string): number[] =>
  Array.from(metric(log, title, name).values)

/** Group → its columns, such as `usr sys idl`. */
export const outline = (log: DstatLog): Record<string, string> =>
  Object.fromEntries(
    log.groups.map(({ title, metrics }) => [title, metrics.map(({ name }) => name).join(' ')]),
  )
