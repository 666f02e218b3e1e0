/** What can go wrong with loading files, worded for the reader of the page. */

import { formatCount } from '../../words/number.ts'
import { DataError, newer } from './blocks.ts'

/** A kind of file. */
interface Remote {
  /** Begins the messages. */
  readonly what: string
  /** Remedies if it is missing, and if the server answers with a fault of its own. */
  readonly missing: string
  readonly again: string
}

export const LOGS: Remote = {
  what: 'The logs',
  missing: 'The directory of the data belongs beside this page: copy it there, or export the site again.',
  again: 'Reload the page. If that does not help, export the site again.',
}

export const TESTS: Remote = {
  what: 'The tests',
  missing:
    'The report may have been removed from the site in the meantime. Reload the page, or choose another report.',
  again: 'Reload the page. If that does not help, publish the report again.',
}

export const RUNS: Remote = {
  what: 'The list of reports',
  missing: 'The next report that is published writes it.',
  again: 'Reload the page. If that does not help, publish another report.',
}

/** For files of a site, which several versions may publish. */
export const newerPublished = (what: string, version: number, newest: number): DataError =>
  newer(
    what,
    version,
    newest,
    'A newer stackviz-action has published here. Reload the page; if that does not help, publish with it again, and look at the site’s index.',
  )

/** `or`: another remedy. */
export function blocked({ what }: Remote, url: string, or = ''): DataError {
  return new DataError(
    `${what} could not be loaded from ${url}: browsers do not let a page that was opened from disk read other files.`,
    `Serve the whole site over HTTP, for instance with “python3 -m http.server”, and open the page there${or}.`,
  )
}

export function unreachable({ what }: Remote, url: string, cause: unknown): DataError {
  return new DataError(
    `${what} could not be loaded: no answer, or only part of one, from ${url}.`,
    'Check that the server can be reached, and reload the page.',
    { cause },
  )
}

export function refused({ what, missing, again }: Remote, url: string, status: number): DataError {
  if (status === 404 || status === 410) {
    return new DataError(`${what} could not be loaded: the server has no ${url} (${status}).`, missing)
  }
  return new DataError(
    `${what} could not be loaded: the server answered ${status} for ${url}.`,
    status === 401 || status === 403 ? 'Sign in there, and reload the page.' : again,
  )
}

export function foreign(url: string, type: string | null): DataError {
  return new DataError(
    `The logs could not be loaded: the server sent something else for ${url} (${type ?? 'of no type'}).`,
    'It may be a sign-in page, or an error page: open the address in the browser to see.',
  )
}

/** `is`: the file's size, if the server sent it. */
export function changed(url: string, is: number | null, expected: number): DataError {
  const found = is === null ? 'fewer' : formatCount(is)
  return otherLogs(url, `the file has ${found} bytes instead of ${formatCount(expected)}`)
}

export function ended(url: string, at: number, expected: number): DataError {
  return otherLogs(url, `it ended after ${formatCount(at)} bytes, and ${formatCount(expected)} were expected`)
}

/** The file belongs to another export than the page. */
export function otherLogs(url: string, how: string): DataError {
  return new DataError(
    `The logs on the server are not those of this page: ${how} (${url}).`,
    `The data has been exported again since, or was only partly copied. ${LOGS.again}`,
  )
}
