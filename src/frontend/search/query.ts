/**
 * What is typed into a search field:
 *
 *     boot server          names (or ids) that have both words
 *     status:fail,skip     of these statuses, by how their names or what the page calls them begin
 *     worker:3,4           of these workers; worker:none
 *     tag:slow             with that tag
 *     class:a.b            of that class or module, or of what is below it; as names or their parts begin
 *     >10s  < 250 ms       longer, shorter than that
 */

import { STATUSES, type Status } from '../../format/exported.ts'
import { STATUS_COUNTED } from '../text/status.ts'

export interface Query {
  readonly words: readonly string[]
  /** None: all. */
  readonly statuses: readonly Status[]
  /** N of `worker-N`, −1 for none. None: all. */
  readonly workers: readonly number[]
  readonly tags: readonly string[]
  /** What the class, or a part of its name, begins with. */
  readonly classes: readonly string[]
  /** Microseconds. */
  readonly longer: number | null
  readonly shorter: number | null
}

const UNITS: Readonly<Record<string, number>> = {
  us: 1,
  µs: 1,
  ms: 1e3,
  s: 1e6,
  m: 60e6,
  min: 60e6,
  h: 3600e6,
}

/** What is no filter, or only half of one, is a word: every letter typed finds something. */
export function parseQuery(text: string): Query {
  const query = {
    words: [] as string[],
    statuses: [] as Status[],
    workers: [] as number[],
    tags: [] as string[],
    classes: [] as string[],
    longer: null as number | null,
    shorter: null as number | null,
  }
  for (const typed of text.replace(SPACED, '$1$2$3').split(/\s+/)) {
    const part = unquoted(typed)
    if (part === '') continue
    const [key, quoted] = splitOnce(part)
    const value = unquoted(quoted)
    const duration = parseDuration(part.slice(1))
    const statuses = key === 'status' ? statusesOf(value) : []
    if (part.startsWith('>') && duration !== null) query.longer = duration
    else if (part.startsWith('<') && duration !== null) query.shorter = duration
    else if (statuses.length > 0) query.statuses.push(...statuses)
    else if (key === 'worker' && /^(\d{1,6}|none)(,(\d{1,6}|none))*,?$/.test(value)) {
      query.workers.push(...value.split(',').flatMap(workerOf))
    } else if (key === 'tag' && value !== '') query.tags.push(value)
    else if (key === 'class' && value !== '') query.classes.push(value)
    else query.words.push(part)
  }
  return query
}

/** A comparison as it is written with spaces; a unit behind a space is one where the part ends with it. */
const SPACED = /([<>]=?)\s*(\d[\d.]*)(?:\s*([uµm]s|s|m|min|h)(?!\S))?/gi

/** All but the words, as a key: where it is the same, the same tests are meant of what the words find. */
export const filtersOf = (query: Query): string => JSON.stringify({ ...query, words: [] })

function splitOnce(part: string): [string, string] {
  const colon = part.indexOf(':')
  return colon < 0 ? ['', part] : [part.slice(0, colon).toLowerCase(), part.slice(colon + 1)]
}

const statusesOf = (text: string): Status[] => {
  const asked = text.toLowerCase().split(',').filter(Boolean)
  return STATUSES.filter((status) =>
    asked.some((start) => namesOf(status).some((name) => name.startsWith(start))),
  )
}

/** By itself and, where that is one word, by what the page calls it: `fail` is no beginning of `failed as expected`. */
const namesOf = (status: Status): string[] =>
  [status, STATUS_COUNTED[status]].filter((name) => !name.includes(' '))

/** Without quotation marks around it, of which the second may still be to come. */
const unquoted = (text: string): string => text.replace(/^"([^"]*)"?$/, '$1')

const workerOf = (text: string): number[] => (text === '' ? [] : [text === 'none' ? -1 : Number(text)])

/** `10s`, `1.5m`, `250ms`; a bare number is seconds. */
function parseDuration(text: string): number | null {
  const parts = /^=?(\d{1,9}(?:\.\d{0,6})?)([a-zµ]*)$/.exec(text.toLowerCase())
  if (parts === null) return null
  const unit = parts[2] === '' ? 1e6 : Object.hasOwn(UNITS, parts[2]) ? UNITS[parts[2]] : null
  return unit === null ? null : Number(parts[1]) * unit
}
