import { oneLine } from '../convert/words.ts'
import { convert } from '../convert.ts'
import { VERSION } from '../version.ts'
import { readWorkflow } from '../workflow.ts'
import { type Arguments, parseArguments, USAGE, UsageError } from './args.ts'
import { ProgressLine } from './progress.ts'
import { openStdin } from './standard-streams.ts'
import { resultText } from './text.ts'

/** Exit statuses; USAGE says what they mean. */
const DONE = 0
const FAILED = 1
const WRONG_USAGE = 2

/** Runs the command; returns its exit status. `page`: the built page. */
export async function run(argv: readonly string[], page: string, signal: AbortSignal): Promise<number> {
  let wanted: ReturnType<typeof parseArguments>
  try {
    wanted = parseArguments(argv, openStdin)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`stackviz-export: ${oneLine(error.message)}\n\n${USAGE}`)
    return WRONG_USAGE
  }
  if (wanted === 'help') process.stdout.write(USAGE)
  else if (wanted === 'version') process.stdout.write(`stackviz-export ${VERSION}\n`)
  else return exportAll(wanted, page, signal)
  return DONE
}

async function exportAll(
  { quiet, convert: options }: Arguments,
  page: string,
  signal: AbortSignal,
): Promise<number> {
  const progress = new ProgressLine(process.stderr, quiet)
  try {
    const result = await convert({
      ...options,
      workflow: readWorkflow(process.env),
      page,
      signal,
      onProgress: progress.update,
    })
    progress.clear()
    if (!quiet) process.stdout.write(resultText(result))
    for (const { input, message } of result.problems) complain(`${input}: ${message}`)
    return result.problems.length > 0 ? FAILED : DONE
  } catch (error) {
    progress.clear()
    if (signal.aborted) throw error
    complain(`nothing was exported: ${(error as Error).message}`)
    return FAILED
  }
}

function complain(message: string): void {
  process.stderr.write(`stackviz-export: ${oneLine(message)}\n`)
}
