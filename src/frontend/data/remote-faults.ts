/** What can go wrong with loading the logs, worded for the reader of the page. */

import { formatCount } from '../text/number.ts'
import { DataError } from './blocks.ts'

const RELOAD = 'Reload the page. If that does not help, export the site again.'

export function blocked(url: string): DataError {
  return new DataError(
    `The logs are in ${url}, and browsers do not let a page that was opened from disk read other files.`,
    'Serve the directory over HTTP, for instance with “python3 -m http.server”, and open the page there; ' +
      'or open the single-file report that “stackviz-export --report” writes, which has all logs in it.',
  )
}

export function unreachable(url: string, cause: unknown): DataError {
  return new DataError(
    `The logs could not be loaded: no answer, or only part of one, from ${url}.`,
    'Check that the server can be reached, and reload the page.',
    { cause },
  )
}

export function refused(url: string, status: number): DataError {
  if (status === 404 || status === 410) {
    return new DataError(
      `The logs are not there: the server has no ${url} (${status}).`,
      'The directory of the data belongs beside this page: copy it there, or export the site again.',
    )
  }
  const remedy = status === 401 || status === 403 ? 'Sign in there, and reload the page.' : RELOAD
  return new DataError(`The logs could not be loaded: the server answered ${status} for ${url}.`, remedy)
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
    `The data has been exported again since, or was only partly copied. ${RELOAD}`,
  )
}
