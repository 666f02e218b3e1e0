/** For the edges, which check what they are given before the pipeline is loaded. */
export { parseTimezone } from '../dstat/timezone.ts'
