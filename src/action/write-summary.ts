import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { removeFile } from '../files.ts'
import { codeOf, messageOf } from './error-text.ts'
import * as log from './log.ts'
import { withoutSecrets } from './own-secrets.ts'

/** GitHub drops a step's whole summary if it is one byte longer. */
const GITHUB_BYTES = 1024 * 1024

/** Appends to the step's part of the job summary; does nothing without a runner. */
export function writeSummary(text: string): void {
  openSummary()(text)
}

/**
 * For a text that is written early, lest it be lost, and again when more is known: each call of the returned
 * function replaces the text of the previous call.
 */
export function openSummary(): (text: string) => void {
  const path = process.env.GITHUB_STEP_SUMMARY
  if (!path) return () => undefined
  let before: Buffer | null = null
  return (given) => {
    const text = withoutSecrets(given)
    try {
      before ??= readEarlier(path)
      const added = before.length > 0 ? `\n${text}` : text
      if (before.length + Buffer.byteLength(added) > GITHUB_BYTES)
        return log.info('this step has a long summary already, so nothing was added to it')
      // append, unless text of ours has to be replaced: only then is the file rewritten
      if (readEarlier(path).length === before.length) appendFileSync(path, added)
      else replace(path, Buffer.concat([before, Buffer.from(added)]))
    } catch (error) {
      log.warning(`the job summary was not written: ${messageOf(error)}`)
    }
  }
}

/** Atomic, as the job may be killed; but not where nothing can be made beside it, as in some containers. */
function replace(path: string, content: Buffer): void {
  const beside = `${path}.new`
  try {
    writeFileSync(beside, content)
    renameSync(beside, path)
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EBUSY'].includes(codeOf(error) ?? '')) throw error
    removeFile(beside)
    writeFileSync(path, content)
  }
}

function readEarlier(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    return Buffer.alloc(0)
  }
}
