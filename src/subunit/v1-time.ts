const TIME =
  /^\s*(\d{4})-(\d{1,2})-(\d{1,2})[^0-9](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:Z|([-+])(\d{2}):?(\d{2}))?/

/** Microseconds since the epoch of `2026-03-01 12:00:00.123456Z` or with a zone; UTC without one. */
export function parseTime(text: string): number | null {
  const match = TIME.exec(text)
  if (match === null) return null
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number)
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second)
  if (
    date.getUTCMonth() !== month - 1 ||
    date.getUTCDate() !== day ||
    hour > 23 ||
    minute > 59 ||
    second > 59
  ) {
    return null
  }
  const east = (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0)) * (match[8] === '-' ? -1 : 1)
  // The Python library multiplies before it cuts, and so loses a microsecond in 1 % of all values
  // (0.000249 → 248). `stestr last` shows users those times, so they are the times.
  const micros = Math.trunc(Number(`0.${match[7] ?? '0'}`) * 1e6)
  return (date.getTime() - east * 60_000) * 1000 + micros
}
