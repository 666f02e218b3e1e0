/** What can go wrong with a run's columns file, worded for the reader of the page. */

import { COLUMNS_VERSION } from '../../format/columns.ts'
import { DataError, newer } from './blocks.ts'
import { NewerColumns } from './columns.ts'

const RELOAD = 'Reload the page. If that does not help, publish the report again.'

export function blockedColumns(url: string): DataError {
  return new DataError(
    `The tests are in ${url}, and browsers do not let a page that was opened from disk read other files.`,
    'Serve the whole site over HTTP, for instance with “python3 -m http.server”, and open the page there.',
  )
}

export function unreachableColumns(url: string, cause: unknown): DataError {
  return new DataError(
    `The tests could not be loaded: no answer, or only part of one, from ${url}.`,
    'Check that the server can be reached, and reload the page.',
    { cause },
  )
}

export function refusedColumns(url: string, status: number): DataError {
  if (status === 404 || status === 410) {
    return new DataError(
      `The tests are not there: the server has no ${url} (${status}).`,
      'The report may have been removed from the site in the meantime. Reload the page, or choose another report.',
    )
  }
  return new DataError(
    `The tests could not be loaded: the server answered ${status} for ${url}.`,
    status === 401 || status === 403 ? 'Sign in there, and reload the page.' : RELOAD,
  )
}

export function damagedColumns(url: string, cause: unknown): DataError {
  if (cause instanceof NewerColumns) {
    return newer(`The tests in ${url}`, cause.version, COLUMNS_VERSION)
  }
  return new DataError(`The tests cannot be read: ${url} is damaged.`, RELOAD, { cause })
}
