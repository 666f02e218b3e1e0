import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Case } from '../conformance/oracle.ts'

/** A set of committed streams, with the reference libraries' answers. */
export function conformanceCases(set: 'fixed' | 'random' | 'random-v1'): Case[] {
  const path = join(import.meta.dirname, `../fixtures/conformance/${set}.jsonl.gz`)
  return gunzipSync(readFileSync(path))
    .toString()
    .split('\n')
    .map((line) => JSON.parse(line) as Omit<Case, 'stream'> & { stream: string })
    .map(({ stream, ...rest }) => ({ ...rest, stream: Buffer.from(stream, 'base64') }))
}
