/**
 * Exports random inputs, damaged in all known ways, and compares the results with the answers of the
 * reference libraries, of zlib and of the redactor, and with what the generators of the inputs expect.
 *
 *     npm run fuzz -- [SEED] [--minutes 2] [--only KIND[:NUMBER]]
 *
 * The n-th input of a kind is the same for the same seed; the time limit decides how many are tried.
 */

import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { oracleIsThere } from '../__tests__/conformance/oracle.ts'
import { kindsWith } from './fuzz/kinds.ts'
import { createPlace } from './fuzz/place.ts'
import { Reference } from './fuzz/reference.ts'
import { count, Series } from './fuzz/series.ts'
import { Watchdog } from './fuzz/watchdog.ts'

const { values, positionals } = parseArgs({
  options: { minutes: { type: 'string', default: '2' }, only: { type: 'string' } },
  allowPositionals: true,
})
const seed = positionals[0] ?? String(Date.now() % 1_000_000)
const [onlyKind, onlyNumber] = values.only?.split(':') ?? []

const hasOracle = oracleIsThere()
if (!hasOracle) {
  console.error(
    'fuzz: without the reference libraries streams cannot be judged: ' +
      'apt-get install python3-subunit python3-testtools python3-stestr',
  )
  process.exitCode = 1
}
console.log(`fuzz: seed ${seed}; npm run fuzz -- ${seed} repeats it`)
const reference = hasOracle ? new Reference() : null
const run = { seed, place: createPlace(), watchdog: new Watchdog(), first: Number(onlyNumber ?? 0) }
const series = Object.entries(kindsWith(reference))
  .filter(([name]) => onlyKind === undefined || name === onlyKind)
  .map(([name, share]) => new Series(name, share, run))
if (series.length === 0)
  throw new Error(`--only ${onlyKind}: no such kind of input, or it wants the libraries`)

try {
  const minutes = onlyNumber === undefined ? Number(values.minutes) : 0
  const end = performance.now() + minutes * 60_000
  do {
    await series.reduce((next, one) => (one.turn < next.turn ? one : next)).step()
  } while (performance.now() < end)
} finally {
  reference?.end()
  await run.watchdog.end()
  rmSync(run.place, { recursive: true, force: true })
}

const total = (of: 'tried' | 'divergences'): number => series.reduce((sum, one) => sum + one[of], 0)
console.log(
  `fuzz: seed ${seed}: ${count(total('tried'))} inputs tried (${series.join(', ')}), divergences: ${total('divergences')}`,
)
if (total('divergences') > 0) process.exitCode = 1
