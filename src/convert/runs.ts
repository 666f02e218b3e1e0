import type { FinishedRun, WrittenRun } from '../export/run-export.ts'
import type { Staging } from '../export/staging.ts'
import { isLoss, type Warning } from '../format/exported.ts'
import { runFiles } from '../format/file-names.ts'
import { refuseOutside } from '../stestr/repository.ts'
import { isWriteFault, plainMessage } from './error-text.ts'
import { limitsOf } from './input.ts'
import { readRun } from './read-run.ts'
import { hiderOf, redactorOf } from './secrets.ts'
import type { RunInput } from './sources.ts'
import type { ConvertOptions, Problem } from './types.ts'

/** A run whose files are finished. */
export interface ExportedRun extends WrittenRun {
  readonly input: RunInput
  readonly warnings: readonly Warning[]
}

/** Reads and exports all runs; one that cannot be read becomes a problem, and the others go on. */
export async function readRuns(
  inputs: readonly RunInput[],
  staging: Staging,
  options: ConvertOptions,
  problems: Problem[],
  notices: string[],
): Promise<ExportedRun[]> {
  const gzip = options.gzip ?? false
  const redactor = redactorOf(options)
  const hider = hiderOf(options)
  const exported: ExportedRun[] = []
  /** Fingerprint → place in `exported`. */
  const seen = new Map<string, number>()
  let bytes = 0
  let tests = 0
  for (const input of inputs) {
    const files = runFiles(input.source, input.id, gzip)
    const onProgress = (more: number, ofRun: number): void => {
      bytes += more
      options.onProgress?.({ bytes, tests: tests + ofRun })
    }
    try {
      if (input.roots !== null) await refuseOutside(input.path, input.roots)
      const run = await readRun({
        path: input.path,
        isOfRepository: input.isOfRepository,
        files,
        staging,
        gzip,
        redactor,
        hider,
        onProgress,
        ...limitsOf(options),
      })
      const one = { input, files, run, warnings: warningsOf(input, run) }
      const place = options.dropEqualRuns ? placeOf(seen, run, exported.length) : exported.length
      const twin = exported.at(place)
      // of two, one that lost results stays: what it lost is not in the other, either
      const isBetter = twin === undefined || (one.warnings.some(isLoss) && !twin.warnings.some(isLoss))
      if (isBetter) exported[place] = one
      if (twin !== undefined) notices.push(isBetter ? drop(staging, twin, one) : drop(staging, one, twin))
      tests += run.stats.totals.count
    } catch (error) {
      options.signal?.throwIfAborted()
      for (const name of Object.values(files)) staging.drop(name)
      if (isWriteFault(error, staging)) throw error
      problems.push({ kind: 'tests', input: input.input, message: plainMessage(error) })
    }
  }
  return exported
}

const NO_TEST: Warning = { kind: 'not_run', message: 'the input holds no test' }

const isNotRun = ({ kind }: Warning): boolean => kind === 'not_run'

/** Whether they tell why a run has no test. */
const tell = (warnings: readonly Warning[]): boolean => warnings.some((one) => isNotRun(one) || isLoss(one))

/** All warnings about a run; that it has no test is said unless others tell why. */
function warningsOf(input: RunInput, { stats, warnings: read }: FinishedRun): Warning[] {
  // an export that is read again told why when its tests were read
  const warnings = [
    ...input.warnings,
    ...(tell(input.warnings) ? read.filter((one) => !isNotRun(one)) : read),
  ]
  return stats.totals.count > 0 || tell(warnings) ? warnings : [NO_TEST, ...warnings]
}

function drop(staging: Staging, { input, files }: ExportedRun, twin: ExportedRun): string {
  for (const name of Object.values(files)) staging.drop(name)
  return `${input.input} has the same tests, statuses and times as ${twin.input.input}: exported once`
}

/** The place of the first run that has the same tests, statuses and times; otherwise `next`. */
function placeOf(seen: Map<string, number>, { stats, fingerprint, span }: FinishedRun, next: number): number {
  // without times, different runs of tests that failed for different reasons would count as equal
  if (stats.totals.count === 0 || span === null) return next
  const first = seen.get(fingerprint) ?? next
  seen.set(fingerprint, first)
  return first
}
