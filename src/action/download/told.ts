/** What the results.json of another job's data tells of that job. */

import { lstatSync, readFileSync } from 'node:fs'
import { parseJson } from '../../convert/reread/parse-json.ts'
import type { Problem } from '../../convert/types.ts'
import { RESULTS_FILE } from '../../format/file-names.ts'
import { cut } from '../../words/text.ts'
import { at } from '../../workflow.ts'
import type { Maker } from '../maker.ts'
import { RESULTS_VERSION } from '../results.ts'

export interface Told {
  /** What the job that made it could not read, which the export itself does not say. */
  readonly problems: readonly Problem[]
  /** null if it does not say. */
  readonly maker: Maker | null
  /** Names of the artifacts from which it was made, if from nothing else. */
  readonly gathers: readonly string[]
}

/** Of a file that cannot be read, or is of a newer version, this is a problem. `artifact`: for messages. */
export function readTold(path: string, artifact: string): Told {
  const results = readResults(path)
  return {
    problems: earlierProblems(results, artifact),
    maker: makerOf(results),
    gathers: gatheredIn(results),
  }
}

/** A larger file is none of ours. */
const MOST_RESULTS = 64 << 20
const MOST_PROBLEMS = 100

/** null if there is none; undefined if there is one that cannot be read. */
function readResults(path: string): unknown {
  const file = lstatSync(path, { throwIfNoEntry: false })
  if (file === undefined) return null
  if (file.size > MOST_RESULTS) return undefined
  try {
    return parseJson(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function earlierProblems(results: unknown, artifact: string): Problem[] {
  if (results === undefined) {
    const message = `its ${RESULTS_FILE} cannot be read, which says what its job could not read: run that job again`
    return [{ kind: 'tests', input: artifact, message }]
  }
  const version = at(results, 'version')
  if (typeof version === 'number' && version > RESULTS_VERSION) {
    const message = `its ${RESULTS_FILE}, which says what its job could not read, is of version ${version}, and this version of the action reads ${RESULTS_VERSION}: use the newest version of the action here, too`
    return [{ kind: 'tests', input: artifact, message }]
  }
  const problems = at(results, 'problems')
  return (Array.isArray(problems) ? problems : []).slice(0, MOST_PROBLEMS).map((each: unknown) => ({
    kind: at(each, 'kind') === 'machine' ? 'machine' : 'tests',
    input: `${artifact}: ${cut(String(at(each, 'input')), 300)}`,
    message: cut(String(at(each, 'message')), 1000),
  }))
}

function makerOf(results: unknown): Maker | null {
  const [name, job, step] = [at(results, 'name'), at(results, 'job'), at(results, 'step')]
  if (typeof name !== 'string' || typeof step !== 'number') return null
  return { name, job: Number.isSafeInteger(job) ? Number(job) : null, step }
}

function gatheredIn(results: unknown): string[] {
  const names = at(results, 'artifacts')
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
}
