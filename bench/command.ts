/** What the two benches' command lines have in common. */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const OPTIONS = { rounds: { type: 'string' }, directory: { type: 'string' } } as const

/** Ends the process if a row is wanted that does not exist. */
export function checkRows(wanted: readonly string[], rows: object): void {
  const unknown = wanted.filter((name) => !Object.hasOwn(rows, name))
  if (unknown.length > 0) refuse(`no ${unknown.join(', ')}; there are ${Object.keys(rows).join(', ')}`)
}

/** Ends the process if it is no number; undefined if none is given. */
export function parseRounds(rounds: string | undefined): number | undefined {
  if (rounds === undefined) return undefined
  if (!/^[1-9]\d*$/.test(rounds)) refuse(`--rounds ${rounds}: a number from 1 is wanted`)
  return Number(rounds)
}

/** The directory that was named, which is kept, or a temporary one that is removed when the process ends. */
export function makeDirectory(named: string | undefined): string {
  // an interrupted process ends like others, and cleans up
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))
  if (named === undefined) {
    const directory = mkdtempSync(join(tmpdir(), 'bench-'))
    process.on('exit', () => rmSync(directory, { recursive: true, force: true }))
    return directory
  }
  mkdirSync(resolve(named), { recursive: true })
  return resolve(named)
}

function refuse(why: string): never {
  console.error(`bench: ${why}`)
  process.exit(2)
}
