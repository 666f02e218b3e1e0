/** What a report is called: as an artifact, as a file, as a directory. */

import { createHash } from 'node:crypto'

/** An artifact's name may not hold these, a directory's neither. */
const FORBIDDEN = /[":<>|*?\\/\p{Cc}\p{Zl}\p{Zp}]/u

/** Of Windows, whatever stands behind a dot: no program but Node opens a file or a directory of such a name there. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** Room for `-data`, `.html` and a number within the 255 bytes that file systems allow. */
export const LONGEST_NAME = 200
const LONGEST_DEFAULT = 100

/** What is wrong with a name, null where nothing is. */
export function nameFault(name: string): string | null {
  if (FORBIDDEN.test(name)) return `it must not contain " : < > | * ? \\ / or control characters`
  if (/^[.\s]|[.\s]$/u.test(name)) return 'it may neither begin nor end with a dot or a space'
  if (DEVICE.test(name)) return 'Windows has a device of that name'
  if (Buffer.byteLength(name) > LONGEST_NAME) return `it may be at most ${LONGEST_NAME} bytes long`
  return null
}

/**
 * The job's id and, in a matrix, the leg's values behind it: `unit-ubuntu-latest-3.12`. A few letters
 * behind that tell legs apart whose names would be the same.
 */
export function defaultName(job: string, matrix: unknown): string {
  const values = leaves(matrix)
  const wanted = [job, ...values].join('-')
  const readable = wanted
    .replace(/[^\p{L}\p{N}._+=@,()-]+/gu, '-')
    .replace(/-{2,}/g, '-')
    // a run is tried from its first one only, however long it is
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

/** `n` is 1 for the name itself; further ones are for where it is taken. */
const numbered = (name: string, n: number): string => (n === 1 ? name : `${name}-${n}`)

export const reportName = (name: string, n: number): string => `${numbered(name, n)}.html`
export const dataName = (name: string, n: number): string => `${numbered(name, n)}-data`

export const isDataName = (artifact: string): boolean => artifact.endsWith('-data')

/** Whether the artifact can be a further one's data of a report of this name. */
export const isNumbered = (artifact: string, name: string): boolean =>
  artifact.startsWith(`${name}-`) && /^\d{1,6}-data$/.test(artifact.slice(name.length + 1))

/** The values of a leg as GitHub names the job by: nested ones too, in their order. */
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
