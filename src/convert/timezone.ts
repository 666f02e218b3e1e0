/** For the command and the action, which check their arguments before they load the pipeline. */
export { parseTimezone } from '../dstat/timezone.ts'
