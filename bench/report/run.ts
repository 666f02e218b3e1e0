/**
 * Measures in a browser what the report in dist/ costs, and writes the tables in README.md.
 *
 *     npm run bench:report [-- [--rounds N] [--directory DIR] [NAME…]]
 *
 * NAME: rows to run, all by default. --directory: where to make the reports and keep them for the next
 * time; by default a temporary directory.
 */

import { parseArgs } from 'node:util'
import { checkRows, makeDirectory, OPTIONS, parseRounds } from '../command.ts'
import { describeMachine, keepResult } from '../results.ts'
import { startBrowser } from './browser.ts'
import { Reports } from './reports.ts'
import { type MeasuredSeries, type Result, statisticsOf } from './results.ts'
import type { Row, Series } from './row.ts'
import { ROWS } from './rows.ts'
import { writeTables } from './table.ts'

const ROUNDS = 5

const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS })
checkRows(positionals, ROWS)
const rounds = parseRounds(values.rounds) ?? ROUNDS
const directory = makeDirectory(values.directory)

const reports = new Reports(directory)
const browser = await startBrowser()
try {
  for (const [name, row] of Object.entries(ROWS)) {
    if (positionals.length === 0 || positionals.includes(name)) await runRow(name, row)
  }
} finally {
  await browser.close()
}

/** Runs a row, and then writes the tables, so that later rows may be interrupted. */
async function runRow(name: string, row: Row): Promise<void> {
  console.log(`\n${name}`)
  const { input, series, targets } = row(reports, browser)
  const measured = series.map(({ name: of, unit }) => ({ name: of, unit, rounds: [] as Rounds }))
  for (let round = 0; round < rounds; round++) {
    for (const [i, one] of series.entries()) {
      if (round === 0 || !one.exact) measured[i].rounds.push(await take(one))
    }
  }
  const date = new Date().toISOString().slice(0, 10)
  const machine = `${describeMachine()}, Chromium ${browser.version} without a GPU`
  const result: Result = { input, date, machine, series: measured, targets }
  writeTables(keepResult('report-results.json', name, result))
}

type Rounds = MeasuredSeries['rounds'][number][]

async function take({ name, measure }: Series): Promise<Rounds[number]> {
  const statistics = statisticsOf(await measure())
  const shown = Object.entries(statistics).map(([of, value]) => `${of} ${value.toPrecision(4)}`)
  console.log(`  ${name}: ${shown.join(', ')}`)
  return statistics
}
