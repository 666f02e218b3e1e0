/** Failed tests → annotations at lines of the repository's files. */

import { exceptionOf } from '../../convert/failures.ts'
import { readFailedTests } from '../../convert/test-texts.ts'
import type { ConvertResult } from '../../convert/types.ts'
import { cut } from '../../words/text.ts'
import { messageOf } from '../error-text.ts'
import * as log from '../log.ts'
import { showOnOneLine, showUnseen } from '../visible-text.ts'
import type { Annotation } from './annotation.ts'
import { framesOf } from './frames.ts'
import { type Roots, repositoryPath } from './repository-path.ts'

const LONGEST_TITLE = 250
/** Lines of a message: the end of a traceback says what is wrong. */
const LAST_LINES = 6
/** Of a line, which may be the dump of an object, the beginning is kept, where the exception's name is. */
const LONGEST_LINE = 400
/** Characters at the end of a traceback in which its last lines are searched. */
const LONGEST_END = 64 << 10

/** How many times as many tests are looked at where others say what is known already. */
const REPEATS = 10

/**
 * At most `limit` failed tests that differ are looked at; those with no line in the repository are left out. So are
 * those that only repeat another annotation, as tests do that fail alike in each leg of a matrix or in each attempt.
 */
export async function findAnnotations(
  { data, runs }: Pick<ConvertResult, 'data' | 'runs'>,
  roots: Roots,
  limit: number,
): Promise<Annotation[]> {
  const found = new Map<string, Annotation>()
  let [left, all] = [limit, limit * REPEATS]
  for (const { entry, counts } of runs) {
    if (left === 0 || all === 0) break
    try {
      for await (const { name, text } of readFailedTests(data, entry, Math.min(all, counts.failed))) {
        all -= 1
        const annotation = annotationOf(name, text ?? '', roots)
        const key = JSON.stringify(annotation)
        if (found.has(key)) continue
        left -= 1
        if (annotation !== null) found.set(key, structuredClone(annotation))
        if (left === 0) break
      }
    } catch (error) {
      log.debug(`annotations of ${entry.name}: ${messageOf(error)}`)
    }
  }
  return [...found.values()]
}

/** An annotation at the innermost frame that is in the repository; null if there is none. */
function annotationOf(name: string, traceback: string, roots: Roots): Annotation | null {
  for (const { path, line } of framesOf(traceback).toReversed()) {
    const relative = repositoryPath(path, roots)
    if (relative === null) continue
    const title = cut(showOnOneLine(name), LONGEST_TITLE)
    return { path: relative, line, title, message: reasonAndEnd(traceback) }
  }
  return null
}

/** Why the test failed, unless the last lines say so, as those of pytest may not; then these lines. */
function reasonAndEnd(traceback: string): string {
  const end = lastLines(traceback)
  const reason = cut(showUnseen(exceptionOf(traceback)), LONGEST_LINE)
  return end.includes(reason) ? end : `${reason}\n\n${end}`
}

function lastLines(traceback: string): string {
  return (
    showUnseen(traceback.trimEnd().slice(-LONGEST_END))
      .split('\n')
      .slice(-LAST_LINES)
      .map((line) => cut(line, LONGEST_LINE))
      .join('\n')
      // a first line that only has marks: the line above, which they point to, is cut off
      .replace(/^[^\p{L}\p{N}]*\n/u, '')
  )
}
