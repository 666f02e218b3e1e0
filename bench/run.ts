/**
 * Measures the command in dist/, and writes the tables in README.md.
 *
 *     npm run bench [-- [--big] [--rounds N] [--directory DIR] [NAME…]]
 *
 * NAME: rows to run, by default all but the big ones, which --big adds. --directory: where to make the
 * inputs and keep them for the next time; by default a temporary directory.
 */

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BENCHES, type Bench } from './benches.ts'
import { checkRows, makeDirectory, OPTIONS, parseRounds } from './command.ts'
import { Inputs } from './inputs.ts'
import { Missing, measure, missing, type Sample, type Series } from './measure.ts'
import { describeMachine, keepResult, type MeasuredSeries, type Result } from './results.ts'
import { writeTables } from './table.ts'

/** A program of which no CPU target says anything is measured only once if that takes more CPU seconds than this. */
const LONG = 30

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { ...OPTIONS, big: { type: 'boolean' } },
})
checkRows(positionals, BENCHES)
const rounds = parseRounds(values.rounds)
const directory = makeDirectory(values.directory)
process.on('exit', () => rmSync(join(directory, 'out'), { recursive: true, force: true }))

for (const [name, bench] of Object.entries(BENCHES)) {
  const wanted = positionals.length > 0 ? positionals.includes(name) : values.big || !bench.big
  if (wanted) runBench(name, bench)
}

/** Runs a row, and then writes the tables, so that later rows may be interrupted. */
function runBench(name: string, bench: Bench): void {
  console.log(`\n${name}`)
  const out = join(directory, 'out')
  const { input, series, targets } = bench.prepare(new Inputs(directory), out)
  const timed = new Set(targets.flatMap((target) => (target.kind === 'cpu' ? [target.of, target.per] : [])))
  const measured = series.map(startSeries)
  for (let round = 0; round < (rounds ?? bench.rounds); round++) {
    for (const [i, one] of series.entries()) takeTurn(one, measured[i], timed.has(one.name), out)
  }
  const date = new Date().toISOString().slice(0, 10)
  const result: Result = { input, date, machine: describeMachine(), series: measured, targets }
  writeTables(keepResult('results.json', name, result))
}

interface Turns extends MeasuredSeries {
  readonly samples: Sample[]
  missing?: string
}

function startSeries({ name, command, peer }: Series): Turns {
  const why = peer ? missing(command[0]) : null
  return { name, samples: [], ...(why === null ? {} : { missing: why }) }
}

function takeTurn(series: Series, turns: Turns, timed: boolean, out: string): void {
  if (turns.missing !== undefined || (!timed && (turns.samples[0]?.cpu ?? 0) > LONG)) return
  try {
    const sample = measure(series, out)
    turns.samples.push(sample)
    console.log(`  ${series.name}: ${sample.cpu.toFixed(3)} s, ${Math.round(sample.peak / 1e6)} MB`)
  } catch (error) {
    if (!(error instanceof Missing)) throw error
    turns.missing = error.message
    console.log(`  ${series.name}: ${error.message}`)
  }
}
