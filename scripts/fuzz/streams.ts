/** Compares a stream's export with the reference libraries' answer, and with itself in other chunks. */

import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { type Answer, asAnswer, expected } from '../../__tests__/conformance/oracle.ts'
import type { Exported } from '../../__tests__/helpers/exported.ts'
import type { ConvertOptions, Source } from '../../src/convert/types.ts'
import type { ConfigEntry, WarningKind } from '../../src/format/exported.ts'
import { memberBehind } from './gzip.ts'
import { INPUT, inputOf, type Kind, type Trial } from './kind.ts'
import { convertIn, writeFiles } from './place.ts'
import { Random } from './random.ts'
import type { Reference } from './reference.ts'

/** The answer of `reference.py`. */
export interface StreamAnswer extends Answer {
  readonly unreadable: number
  readonly not_run: readonly string[]
  readonly read: number
  readonly error: boolean
}

export function streams(make: (random: Random) => Buffer, reference: Reference): Kind {
  const judge = async (bytes: Buffer) => {
    const answer = await reference.ask(bytes)
    return { files: { [INPUT]: bytes }, expected: answer, excused: answer.read < bytes.length }
  }
  return { make: (random) => judge(make(random)), check: checkStream, judge }
}

export async function checkStream(trial: Trial, place: string): Promise<string | null> {
  const stream = inputOf(trial)
  const answer = trial.expected as StreamAnswer
  const whole = await exportFile(place, stream)
  const judged =
    answer.read < stream.length ? await exportFile(place, stream.subarray(0, answer.read)) : whole
  return unlike(judged, answer) ?? otherwise(whole, await exportInChunks(place, stream))
}

/** An export, or its first problem in words. */
type Outcome = { readonly texts: readonly string[]; readonly entry: ConfigEntry } | string

export async function exportFile(place: string, bytes: Buffer): Promise<Outcome> {
  writeFiles(join(place, 'in'), { stream: bytes })
  return outcomeOf(place, { sources: [{ kind: 'file', path: join(place, 'in/stream') }] })
}

async function outcomeOf(place: string, options: Partial<ConvertOptions>): Promise<Outcome> {
  const { entries, problems, texts } = await convertIn(place, options)
  return problems.length > 0 ? problems[0].message : { texts: texts(entries[0]), entry: entries[0] }
}

async function exportInChunks(place: string, stream: Buffer): Promise<Outcome> {
  const random = new Random(stream.toString('latin1'))
  const sources = [inChunks(stream, random)]
  return outcomeOf(place, { gzip: random.chance(0.3), sources })
}

/** The stream through standard input, compressed so that it is inflated in chunks of random sizes. */
export function inChunks(stream: Buffer, random: Random): Source {
  const cuts = [...random.positions(1 + random.below(6), stream.length), stream.length]
  const members = cuts.map((cut, n) => memberBehind(stream.subarray(cuts[n - 1] ?? 0, cut), random))
  const bytes = Buffer.concat(members)
  const edges = [...random.positions(3, bytes.length), bytes.length]
  async function* chunks(): AsyncGenerator<Buffer> {
    for (const [n, edge] of edges.entries()) yield bytes.subarray(edges[n - 1] ?? 0, edge)
  }
  return { kind: 'stdin', stream: chunks() }
}

const NO_STREAM = /^not a subunit stream of version 1 or 2/

function unlike(outcome: Outcome, answer: StreamAnswer): string | null {
  if (typeof outcome === 'string') {
    return answer.error && NO_STREAM.test(outcome)
      ? null
      : `it is exported by the reference; ours: ${outcome}`
  }
  if (answer.error) return 'it is no stream, and is exported'
  const ours = asAnswer(parsed(outcome), answer)
  const right = expected(answer)
  return isDeepStrictEqual(ours, right) ? unlikeWarnings(outcome.entry, answer) : difference(ours, right)
}

function parsed({ texts, entry }: Exclude<Outcome, string>): Exported {
  const [raw, details, tree] = texts.map((text) => JSON.parse(text))
  return { raw, details, tree, stats: entry.stats, warnings: entry.warnings ?? [] }
}

function unlikeWarnings({ warnings = [] }: ConfigEntry, answer: StreamAnswer): string | null {
  const count = (kind: WarningKind): number => warnings.find((one) => one.kind === kind)?.count ?? 0
  const unfinished = answer.raw.filter(({ status }) => status === 'inprogress' || status === 'unknown').length
  if (count('unreadable') !== answer.unreadable)
    return `${count('unreadable')} unreadable packets, not ${answer.unreadable}`
  if (count('unfinished') !== unfinished) return `${count('unfinished')} tests unfinished, not ${unfinished}`
  return count('not_run') === answer.not_run.length
    ? null
    : `${count('not_run')} tests not run, not ${answer.not_run.length}`
}

/** How two exports of the same stream differ; null if they do not. */
export function otherwise(one: Outcome, other: Outcome): string | null {
  if (typeof one === 'string' || typeof other === 'string') {
    return one === other ? null : `in other chunks: ${JSON.stringify([one, other]).slice(0, 300)}`
  }
  const differing = ['raw', 'details', 'tree'].find((_, n) => one.texts[n] !== other.texts[n])
  if (differing !== undefined) return `in other chunks ${differing} differs`
  const said = ({ entry }: Exclude<Outcome, string>) => [entry.stats, entry.warnings]
  return isDeepStrictEqual(said(one), said(other))
    ? null
    : `in other chunks: ${JSON.stringify([said(one), said(other)]).slice(0, 600)}`
}

/** The first place where two values differ, in words. */
export function difference(ours: unknown, right: unknown, path = ''): string {
  if (isObject(ours) && isObject(right)) {
    for (const key of new Set([...Object.keys(right), ...Object.keys(ours)])) {
      if (
        !Object.hasOwn(ours, key) ||
        !Object.hasOwn(right, key) ||
        !isDeepStrictEqual(ours[key], right[key])
      )
        return difference(own(ours, key), own(right, key), `${path}/${key}`)
    }
  }
  const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 200)
  return `${path}: ours ${shown(ours)}, right ${shown(right)}`
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const own = (value: Record<string, unknown>, key: string): unknown =>
  Object.hasOwn(value, key) ? value[key] : undefined
