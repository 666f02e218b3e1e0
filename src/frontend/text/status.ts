import { STATUSES, type Status } from '../../format/exported.ts'

/** Code of a status in the columns. */
export const CODE = Object.fromEntries(STATUSES.map((status, code) => [status, code])) as Readonly<
  Record<Status, number>
>

/** Worst first: how statuses are sorted and listed. */
export const SEVERITY: readonly Status[] = [
  'fail',
  'inprogress',
  'unknown',
  'uxsuccess',
  'xfail',
  'skip',
  'success',
]

/** What a status is called where a test is told of: `failed`. */
export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  success: 'passed',
  fail: 'failed',
  skip: 'skipped',
  xfail: 'failed as expected',
  uxsuccess: 'passed unexpectedly',
  inprogress: 'did not finish',
  unknown: 'has no status',
}

/** What tests of a status are called where they are counted: `29 failed`. */
export const STATUS_COUNTED: Readonly<Record<Status, string>> = {
  ...STATUS_WORDS,
  unknown: 'without status',
}
