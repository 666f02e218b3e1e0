import { STATUSES, type Status } from '../../format/exported.ts'

/** Status → its code in the columns. */
export const CODE = Object.fromEntries(STATUSES.map((status, code) => [status, code])) as Readonly<
  Record<Status, number>
>

/** A test's status. */
export const statusOf = ({ status }: { readonly status: ArrayLike<number> }, test: number): Status =>
  STATUSES[status[test]]

/** The order in which statuses are sorted, drawn and listed, everywhere: worst first, what passed as it should last. */
export const SEVERITY: readonly Status[] = [
  'fail',
  'inprogress',
  'unknown',
  'uxsuccess',
  'skip',
  'xfail',
  'success',
]

/** Words for the status of one test: `failed`. */
export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  success: 'passed',
  fail: 'failed',
  skip: 'skipped',
  xfail: 'failed as expected',
  uxsuccess: 'passed unexpectedly',
  inprogress: 'did not finish',
  unknown: 'has no status',
}

/** Words behind the number of tests with a status: `29 failed`. */
export const STATUS_COUNTED: Readonly<Record<Status, string>> = {
  ...STATUS_WORDS,
  unknown: 'without status',
}
