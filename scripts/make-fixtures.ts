/**
 * Regenerates `__tests__/fixtures/conformance/`: streams, and the reference libraries' answers to them.
 * Needs Debian's python3-subunit, python3-testtools and python3-stestr.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { generate } from '../__tests__/conformance/oracle.ts'

const SETS: Readonly<Record<string, readonly string[]>> = {
  fixed: [],
  random: ['--random', '300', '--damaged', '1', '--seed', '1'],
  'random-v1': ['--random', '100', '--v1', '--seed', '1'],
}

const out = join(import.meta.dirname, '../__tests__/fixtures/conformance')
mkdirSync(out, { recursive: true })
for (const [set, options] of Object.entries(SETS)) {
  const directory = mkdtempSync(join(tmpdir(), 'fixtures-'))
  const lines = [...generate(directory, ...options)].map(({ name, stream, answer }) =>
    JSON.stringify({ name, stream: stream.toString('base64'), answer }),
  )
  rmSync(directory, { recursive: true })
  writeFileSync(join(out, `${set}.jsonl.gz`), gzipSync(lines.join('\n'), { level: 9 }))
  console.log(`${set}: ${lines.length} streams`)
}
