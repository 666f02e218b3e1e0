/**
 * Parses the header above the samples:
 *
 *     "Dstat 0.8.0 CSV output"
 *     "Author:","Dag Wieers <dag@wieers.com>",,,,"URL:","http://dag.wieers.com/home-made/dstat/"
 *     "Host:","vm",,,,"User:","root"
 *     "Cmdline:","dstat -tcn --output dstat.csv 1 4",,,,"Date:","23 Nov 2026 18:53:17 UTC"
 *     "system","total cpu usage",,,,,"net/total",
 *     "time","usr","sys","idl","wai","stl","recv","send"
 *
 * If the file exists already, a tool appends two empty lines and then the same header from `Host:` on.
 */

import type { HeaderDate } from './clock.ts'
import type { LogUnits, Tool } from './units.ts'
import { parseWallTime, wallDate } from './wall-time.ts'

export type HeaderRow = 'generator' | 'Author:' | 'Host:' | 'Cmdline:'

/** Matches anywhere in the cell: a log echoed by a script begins with `-e "Dstat 0.7.2 CSV output"`. */
const GENERATOR = /(pcp-dstat|dstat|dool) +(\S{1,20}) +csv output/i

/** The kind of a header row; null for other rows. */
export function headerRow(cells: readonly string[]): HeaderRow | null {
  const first = cells[0].trim()
  if (first === 'Author:' || first === 'Host:' || first === 'Cmdline:') return first
  return first.length < 200 && GENERATOR.test(first) ? 'generator' : null
}

/** The words such as `dool 1.3.4 CSV output`; empty if there are none. */
export const generatorOf = (cell: string): string => {
  const match = GENERATOR.exec(cell)
  return match === null ? '' : cell.slice(match.index, match.index + match[0].length)
}

export interface Cmdline extends LogUnits {
  readonly date: HeaderDate | null
}

/** Parses the `Cmdline:` row, null if a block has none. `generator`: the file's, or ''. */
export function parseCmdline(row: readonly string[] | null, generator: string): Cmdline {
  const cells = (row ?? []).map((cell) => cell.trim())
  const at = cells.indexOf('Date:')
  const words = (cells[1] ?? '').split(/\s+/)
  const tool = toolOf(words[0] ?? '', generator)
  return {
    tool,
    bits: tool === 'dool' && writesBits(words, generator),
    delay: delayOf(words.slice(1)),
    date: at === -1 ? null : parseDate(cells[at + 1] ?? ''),
  }
}

function toolOf(program: string, generator: string): Tool {
  // The program's name decides first: one tool may append to the file of another. But `dstat` may be a link
  // to any of the three, as on Fedora; then the generator line decides.
  const file = program.slice(program.lastIndexOf('/') + 1)
  const own = /pcp|dool/i.exec(file)?.[0] ?? GENERATOR.exec(generator)?.[1] ?? 'dstat'
  const name = own.toLowerCase()
  if (name === 'dool') return 'dool'
  return name.startsWith('pcp') ? 'pcp' : 'dstat'
}

/** dool writes `net/…` and `dsk/…` in bits since 1.3.0 unless told otherwise (its issue 45). */
function writesBits(words: readonly string[], generator: string): boolean {
  const match = /dool +v?(\d+)\.(\d+)/i.exec(generator)
  if (match !== null && (Number(match[1]) < 1 || (Number(match[1]) === 1 && Number(match[2]) < 3)))
    return false
  const chosen = words.findLast((word) => word === '--bits' || word === '--bytes' || word === '--dstat')
  return chosen === undefined || chosen === '--bits'
}

/** Options of the three tools that take the next word as value; a value joined by `=` needs no entry. */
const VALUED = /^(?:-[a-zA-Z]*[CDILMNPSo]|--(?:output|pidfile|diskset|host|archive))$/

const SECONDS_PER: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['s', 1],
  ['sec', 1],
  ['ms', 0.001],
  ['msec', 0.001],
  ['m', 60],
  ['min', 60],
])

/** The interval in seconds, which is the first operand: `dstat -cmnd --output f 5 100` → 5. 1 without one. */
function delayOf(words: readonly string[]): number {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]
    if (VALUED.test(word)) index += 1
    else if (!word.startsWith('-')) {
      const match = /^(\d{1,6}(?:\.\d{1,3})?)([a-z]*)$/.exec(word)
      const delay = match === null ? 0 : Number(match[1]) * (SECONDS_PER.get(match[2]) ?? 0)
      if (delay > 0) return delay
    }
  }
  return 1
}

function parseDate(text: string): HeaderDate | null {
  const time = parseWallTime(text)
  if (time === null || time.year === null || time.month === null || time.day === null) return null
  const midnight = wallDate(time.year, time.month, time.day)
  return midnight === null ? null : { wall: midnight + time.time, zone: time.rest }
}
