import { VERSION } from '../version.ts'
import { oneLine } from '../words/text.ts'
import { DONE, parseArguments, USAGE, UsageError, WRONG_USAGE } from './args.ts'
import { openStdin } from './standard-streams.ts'

/** Runs the command and returns its exit status. `page`: path of the built page. */
export async function run(argv: readonly string[], page: string, signal: AbortSignal): Promise<number> {
  try {
    const wanted = parseArguments(argv, openStdin)
    if (wanted === 'help') return say(USAGE)
    if (wanted === 'version') return say(`stackviz-export ${VERSION}\n`)
    // imported here: the pipeline takes as long to load as Node itself
    const { exportAll } = await import('./export-all.ts')
    return await exportAll(wanted, page, signal)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`stackviz-export: ${oneLine(error.message)}\n--help lists the options\n`)
    return WRONG_USAGE
  }
}

function say(text: string): number {
  process.stdout.write(text)
  return DONE
}
