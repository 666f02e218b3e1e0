/**
 * Parses what is typed into a search field:
 *
 *     boot server          names (or ids) that have both words
 *     "boot server"        names that have this text; quotes also keep the value of a filter together
 *     status:fail,skip     of these statuses: beginnings of their names or of the page's words for them
 *     worker:3,4           of these workers; worker:none
 *     tag:slow             with that tag
 *     class:a.b            of that class or module, or below it: a beginning of its name, or of a part of it,
 *                          in either case
 *     class:"a.b."         of that class or module alone, or below it: its whole name, as links have it
 *     >10s  < 250 ms       longer, shorter than that
 *     >=10s <= 250ms       so long or longer, so long or shorter
 */

import { STATUSES, type Status } from '../../format/exported.ts'
import { STATUS_COUNTED } from '../text/status.ts'

export interface Query {
  readonly words: readonly string[]
  /** Empty: all. */
  readonly statuses: readonly Status[]
  /** N of `worker-N`, −1 for no worker. Empty: all. */
  readonly workers: readonly number[]
  readonly tags: readonly string[]
  /** Beginnings of a class's name, or of what follows a separator in it. */
  readonly classes: readonly string[]
  /** Whole names of modules or classes; the last separator may be missing. */
  readonly paths: readonly string[]
  /** Microseconds: the shortest and the longest that match. */
  readonly least: number | null
  readonly most: number | null
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

/**
 * What is not a complete filter is a word. One without a value filters nothing, so that tests are shown while
 * it is being typed.
 */
export function parseQuery(text: string): Query {
  const query = {
    words: [] as string[],
    statuses: [] as Status[],
    workers: [] as number[],
    tags: [] as string[],
    classes: [] as string[],
    paths: [] as string[],
    least: null as number | null,
    most: null as number | null,
  }
  for (const [typed, filter, quoted] of text.matchAll(PART)) {
    const part =
      quoted === undefined ? typed.replace(/\s/g, '') : (filter ?? '') + quoted.replaceAll('""', '"')
    if (part === '') continue
    const [key, value] = splitOnce(part)
    const bound = parseBound(part)
    const statuses = key === 'status' ? statusesOf(value) : []
    if (quoted !== undefined && filter === undefined) query.words.push(part)
    else if (bound !== null && part.startsWith('>')) query.least = Math.max(query.least ?? bound, bound)
    else if (bound !== null) query.most = Math.min(query.most ?? bound, bound)
    else if (statuses.length > 0) query.statuses.push(...statuses)
    else if (key === 'worker' && /^(\d{1,6}|none)(,(\d{1,6}|none))*,?$/.test(value)) {
      query.workers.push(...value.split(',').flatMap(workerOf))
    } else if (key === 'tag' && value !== '') query.tags.push(value)
    else if (key === 'class' && value !== '') (quoted === undefined ? query.classes : query.paths).push(value)
    else if (!UNFINISHED.test(part)) query.words.push(part)
  }
  return query
}

/**
 * A part of a query: in quotes, after which only a space ends it, and the second of which may not have been
 * typed yet; a comparison, which may have spaces in it, but a unit after a space only if nothing follows it;
 * or a word.
 */
const PART =
  /((?:status|worker|tag|class):)?"((?:[^"]|"")*)(?:"(?!\S)|$)|[<>]=?\s*\d[\d.]*(?:\s*(?:[uµm]s|s|m|min|h)(?!\S)|\S*)|\S+/gi

/** A filter that has no value yet. */
const UNFINISHED = /^(?:(?:status|worker|tag|class):|[<>]=?)$/i

/** The text in quotes, as `parseQuery` reads it, whatever is in it. */
export const inQuotes = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** The filter as a reader would type it: in quotes only where it needs them. */
export const filterFor = (key: 'tag' | 'class', value: string): string => `${key}:${quoted(value)}`

/** The text, in quotes if it has spaces or quotation marks. */
export const quoted = (text: string): string => (/[\s"]/.test(text) ? inQuotes(text) : text)

/** Key of all filters but the words: equal keys select the same tests among those that the words find. */
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

/** Its name and, if that is one word, the page's word for it: `fail` must not find `failed as expected`. */
const namesOf = (status: Status): string[] =>
  [status, STATUS_COUNTED[status]].filter((name) => !name.includes(' '))

const workerOf = (text: string): number[] => (text === '' ? [] : [text === 'none' ? -1 : Number(text)])

/**
 * `>10s`, `<=1.5m`, `>250ms`, `>10` (seconds) → the first duration that matches, in microseconds, of which durations
 * are whole numbers; null for anything else.
 */
function parseBound(text: string): number | null {
  const parts = /^([<>])(=?)(\d{1,9}(?:\.\d{0,6})?)([a-zµ]*)$/.exec(text.toLowerCase())
  if (parts === null) return null
  const [, sign, equal, number, letters] = parts
  const unit = letters === '' ? 1e6 : Object.hasOwn(UNITS, letters) ? UNITS[letters] : null
  if (unit === null) return null
  return Math.round(Number(number) * unit) + (equal === '=' ? 0 : sign === '>' ? 1 : -1)
}
