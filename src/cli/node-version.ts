/** The oldest Node that has all that the command uses, such as zlib's crc32; package.json says the same. */
const OLDEST = [20, 15] as const

/** What is wrong with a version of Node (`20.15.0`); null if nothing is. */
export function nodeFault(version: string): string | null {
  const [major, minor] = version.split('.').map(Number)
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])
  return isOld ? `needs Node ${OLDEST.join('.')} or later, this is v${version}` : null
}
