/** Which results of a test are attempts of it, for exporter and page. */

/**
 * Microseconds. Reporters of pytest that tell setup, call and teardown apart leave up to 8 ms between them, for what
 * they write meanwhile (measured with k8s-snap's). To run a test again stestr starts processes, which takes a second.
 */
const LONGEST_PAUSE = 100_000

/**
 * Whether a result is a new attempt, if those of its name before it ended at `end`: the test ran again if it started
 * well after that, and took time. False if its start is unknown: Check (the library for C) writes a loop's iterations
 * under one name without times. In microseconds, NaN if unknown; another time that is unknown tells nothing.
 */
export const isNewAttempt = (end: number, start: number, duration: number): boolean =>
  duration !== 0 && !Number.isNaN(start) && !(start < end + LONGEST_PAUSE)
