/**
 * Formats numbers: three significant digits and always a unit. Without `Intl`: all is in English whatever the
 * browser's locale is, a browser started under `LANG=C.UTF-8` has the locale `en-US@posix`, for which Intl throws,
 * and in Node its first call takes 20 ms, a tenth of a whole export.
 */

/** Shown where there is no value. */
export const NONE = '–'

/** 16226 → `16,226` */
export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`

/** Three significant digits of a value of 0 to 1000; `5.90` unless trimmed to `5.9`. */
export function threeDigits(value: number, trim = false): string {
  // 9.995 is rounded to 10.0: the rounded value decides the number of digits
  const digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
  const text = value.toFixed(digits)
  return trim && digits > 0 ? text.replace(/\.?0+$/, '') : text
}

/** 97.6 → `98 %`. Below 1 with up to two decimals; never rounded down to `0 %`, nor up to `100 %`. */
export function formatPercent(exact: number): string {
  // 99.99999999999997 is the sum of shares that make 100 %
  const value = Math.round(exact * 1e6) / 1e6
  if (value > 0 && value < 1) return `${threeDigits(Math.max(value, 0.01), true)} %`
  if (value >= 99.5 && value < 100) return `${Math.min(value, 99.9).toFixed(1)} %`
  return `${Math.round(value)} %`
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']

/** 5904326656 → `5.9 GB` */
export function formatBytes(bytes: number): string {
  let value = Math.abs(bytes)
  let unit = 0
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit === 0 ? String(Math.round(value)) : threeDigits(value, true)
  return `${bytes < 0 ? '−' : ''}${digits} ${BYTE_UNITS[unit]}`
}
