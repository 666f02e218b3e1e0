import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { codeOf, messageOf } from './error-text.ts'
import * as log from './log.ts'

/** GitHub drops what a step wrote as a whole when it is one byte longer. */
const GITHUB_BYTES = 1024 * 1024

/** Adds to the step's part of the job's summary; without a runner there is none. */
export function writeSummary(text: string): void {
  openSummary()(text)
}

/**
 * The same for a text that is written early, lest it be lost, and again when more is known: each call
 * of the result puts its text where the one before was.
 */
export function openSummary(): (text: string) => void {
  const path = process.env.GITHUB_STEP_SUMMARY
  if (!path) return () => undefined
  let before: Buffer | null = null
  return (text) => {
    try {
      before ??= readEarlier(path)
      const added = before.length > 0 ? `\n${text}` : text
      if (before.length + Buffer.byteLength(added) > GITHUB_BYTES)
        return log.info('this step has a long summary already, so nothing was added to it')
      // what was there is written anew only where something of ours stands behind it
      if (readEarlier(path).length === before.length) appendFileSync(path, added)
      else replace(path, Buffer.concat([before, Buffer.from(added)]))
    } catch (error) {
      log.warning(`the job summary was not written: ${messageOf(error)}`)
    }
  }
}

/** At once, for the job may be ended meanwhile; but where nothing can be made beside the file, as in some containers. */
function replace(path: string, content: Buffer): void {
  const beside = `${path}.new`
  try {
    writeFileSync(beside, content)
    renameSync(beside, path)
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EBUSY'].includes(codeOf(error) ?? '')) throw error
    rmSync(beside, { force: true })
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
