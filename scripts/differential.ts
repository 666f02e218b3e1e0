/**
 * Exports streams that nobody has seen before and compares with the reference libraries' answers.
 *
 *     node scripts/differential.ts [SEED]
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { asAnswer, type Case, expected, generate, oracleIsThere } from '../__tests__/conformance/oracle.ts'
import { exportStream } from '../__tests__/helpers/exported.ts'

const SETS = [
  ['--random', '60', '--damaged', '4'],
  ['--random', '60', '--v1'],
]

const seed = process.argv[2] ?? String(Date.now() % 1_000_000)
if (!oracleIsThere()) {
  console.error(
    'differential: python3-subunit, python3-testtools and python3-stestr are wanted (apt-get install)',
  )
  process.exit(1)
}
console.log(`differential: seed ${seed}`)
let compared = 0
const different: string[] = []
for (const options of SETS) {
  const directory = mkdtempSync(join(tmpdir(), 'differential-'))
  for (const stream of generate(directory, ...options, '--seed', seed)) {
    compared++
    if (!(await agrees(stream, join(directory, `${stream.name}.subunit`)))) different.push(stream.name)
  }
  rmSync(directory, { recursive: true })
}
console.log(
  `differential: ${compared} streams compared, ${different.length} different ${different.join(' ')}`,
)
if (different.length > 0) process.exit(1)

async function agrees({ name, stream, answer }: Case, path: string): Promise<boolean> {
  try {
    const exported = await exportStream(path)
    if (answer.packets > 0 || stream.length === 0) {
      if (isDeepStrictEqual(asAnswer(exported, answer), expected(answer))) return true
    }
  } catch (error) {
    if (answer.packets === 0 && stream.length > 0) return true
    console.error(error)
  }
  writeFileSync(join(tmpdir(), `${name}-${seed}.subunit`), stream)
  return false
}
