/** A report's name: as an artifact, as a file, as a directory. */

import { createHash } from 'node:crypto'

/** Characters that GitHub forbids in artifact names, and file systems in directory names. */
const FORBIDDEN = /[":<>|*?\\/\p{Cc}\p{Zl}\p{Zp}]/u

/** Windows device names, with any extension; there only Node can open files or directories named so. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** Leaves room for `-data`, `.html` and a number within the 255 bytes that file systems allow. */
const LONGEST_NAME = 200
const LONGEST_DEFAULT = 100

/** Whether files and artifacts can be called so everywhere. */
export const isFileName = (name: string): boolean =>
  !FORBIDDEN.test(name) &&
  !/^[.\s]|[.\s]$/u.test(name) &&
  !DEVICE.test(name) &&
  Buffer.byteLength(name) <= LONGEST_NAME

/**
 * The job's id and, in a matrix, the leg's values: `unit-ubuntu-latest-3.12`. If it had to be changed, a hash
 * is appended, which keeps the names of different legs apart.
 */
export function defaultName(job: string, matrix: unknown): string {
  const values = leaves(matrix)
  const wanted = [job, ...values].join('-')
  const readable = wanted
    .replace(/[^\p{L}\p{N}._+=@,()-]+/gu, '-')
    .replace(/-{2,}/g, '-')
    // the lookbehind tries a run of `-` and `.` from its start only, so its length costs nothing
    .replace(/^[-.]+|(?<![-.])[-.]+$/g, '')
  const name = readable || 'stackviz'
  const isFine = name === wanted && Buffer.byteLength(name) <= LONGEST_DEFAULT && !DEVICE.test(name)
  if (isFine) return name
  const mark = createHash('sha256')
    .update(JSON.stringify([job, ...values]))
    .digest('hex')
    .slice(0, 8)
  const told = DEVICE.test(name) ? name.replace('.', '-') : name
  return `${cutToBytes(told, LONGEST_DEFAULT - mark.length - 1)}-${mark}`
}

/** `n`: 1 for the name itself, more if that is taken. */
export const numbered = (name: string, n: number): string => (n === 1 ? name : `${name}-${n}`)

export const reportName = (name: string, n: number): string => `${numbered(name, n)}.html`
export const dataName = (name: string, n: number): string => `${numbered(name, n)}-data`

export const isDataName = (artifact: string): boolean => artifact.endsWith('-data')

/** The name of which `dataName` made this one, with its number; null for another artifact. */
export const nameOfData = (artifact: string): string | null =>
  isDataName(artifact) ? artifact.slice(0, -'-data'.length) : null

/** Whether the artifact may be the data of a further report of this name, with a number appended. */
export const isNumbered = (artifact: string, name: string): boolean =>
  artifact.startsWith(`${name}-`) && /^\d{1,6}-data$/.test(artifact.slice(name.length + 1))

/** A matrix leg's values as in GitHub's job names: nested ones too, in their order. */
function leaves(value: unknown): string[] {
  if (value === null || value === undefined || value === '') return []
  if (typeof value === 'object') return Object.values(value).flatMap(leaves)
  return [typeof value === 'string' ? value : JSON.stringify(value)]
}

function cutToBytes(text: string, bytes: number): string {
  let cut = ''
  for (const char of text) {
    if (Buffer.byteLength(cut) + Buffer.byteLength(char) > bytes) break
    cut += char
  }
  return cut
}
