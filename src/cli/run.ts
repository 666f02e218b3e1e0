import { builtPage } from '../page.ts'
import { VERSION } from '../version.ts'
import { oneLine } from '../words/text.ts'
import { DONE, FAILED, parseArguments, USAGE, UsageError, WRONG_USAGE } from './args.ts'
import { nodeFault } from './node-version.ts'
import { openStdin } from './standard-streams.ts'

/** Runs the command and returns its exit status. `entry`: directory of the program, which an old Node does not know. */
export async function run(argv: readonly string[], entry: string, signal: AbortSignal): Promise<number> {
  const fault = nodeFault(process.versions.node)
  if (fault !== null) {
    process.stderr.write(`stackviz-export: ${fault}\n`)
    return FAILED
  }
  try {
    const wanted = parseArguments(argv, openStdin)
    if (wanted === 'help') return say(USAGE)
    if (wanted === 'version') return say(`stackviz-export ${VERSION}\n`)
    // imported here: the pipeline takes as long to load as Node itself
    const { exportAll } = await import('./export-all.ts')
    return await exportAll(wanted, builtPage(entry), signal)
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
