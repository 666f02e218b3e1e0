/** The job's summary, as Markdown of bounded size. */

import { counted, duration, integer } from '../convert/words.ts'
import type { ConvertedRun, ConvertResult } from '../convert.ts'
import { LOSS_KINDS, type StatsFailure } from '../format/exported.ts'
import { blockInItem, cellCode, code, link } from './markdown.ts'
import { verdict } from './verdict.ts'

export interface SummaryLinks {
  /** What the report is called. */
  readonly name: string
  readonly report: string | null
  readonly data: string | null
  /** What could not be sent, and what to do, a line each. */
  readonly faults: readonly string[]
}

/**
 * GitHub drops a step's summary of more than 1 MiB as a whole. A quarter of that is 1,000 failures:
 * who wants more of them opens the report.
 */
export const SUMMARY_BYTES = 256 * 1024

/** Shares of the whole; failures get what the others leave. */
const TABLE_SHARE = 0.2
const REMARKS_SHARE = 0.1
const SLOWEST = 10

export function renderSummary(
  result: ConvertResult,
  links: SummaryLinks,
  bytes: number = SUMMARY_BYTES,
): string {
  const head = [
    heading(result, links.name),
    linkLine(links),
    runTable(result.runs, bytes * TABLE_SHARE),
    list('Warnings', warnings(result, links.faults), bytes * REMARKS_SHARE),
  ]
  const tail = [slowestList(result.runs), list('Notes', notes(result), bytes * REMARKS_SHARE)]
  const left = bytes - size([...head, ...tail].join('\n\n')) - 100
  const parts = [...head, ...failureLists(result.runs, left), ...tail]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** For a step that came to no report. */
export function renderTrouble(name: string, messages: readonly string[]): string {
  const { text } = whole(
    messages.map((message) => `- ${code(message, 1000)}`),
    SUMMARY_BYTES / 4,
  )
  return `### ⚠️ ${code(name)}: no report\n\n${text}\n`
}

const GLYPHS = { success: '✅', failure: '❌', neutral: '⚪' } as const

const heading = (result: ConvertResult, name: string): string =>
  `### ${GLYPHS[result.conclusion]} ${code(name)}: ${verdict(result)}`

function linkLine({ report, data }: SummaryLinks): string {
  const links = [
    report === null ? [] : link('Open the report', report),
    data === null ? [] : link('Download the data', data),
  ]
  return links.flat().join(' · ')
}

function runTable(runs: readonly ConvertedRun[], bytes: number): string {
  if (runs.length === 0) return ''
  const head =
    '| Run | Tests | Passed | Failed | Skipped | Wall time |\n| :-- | --: | --: | --: | --: | --: |'
  const { text, shown } = whole(runs.map(runRow), bytes)
  const more = shown < runs.length ? `\n\n${integer(shown)} of ${counted(runs.length, 'run')} are shown.` : ''
  return `${head}\n${text}${more}`
}

function runRow({ entry, counts, duration: seconds }: ConvertedRun): string {
  const lost = entry.warnings?.some(({ kind }) => LOSS_KINDS.has(kind)) ?? false
  const glyph =
    counts.failed > 0 ? GLYPHS.failure : lost ? '⚠️' : counts.tests > 0 ? GLYPHS.success : GLYPHS.neutral
  const numbers = [counts.tests, counts.passed, counts.failed, counts.skipped].map(integer)
  return `| ${[`${glyph} ${cellCode(entry.name)}`, ...numbers, seconds === null ? '–' : duration(seconds)].join(' | ')} |`
}

/** What may keep the numbers above from being the whole truth, or the report from being there. */
function warnings({ runs, problems }: ConvertResult, faults: readonly string[]): string[] {
  return [
    ...problems.map(({ input, message }) => `- ❌ ${code(input)}: ${code(message, 600)}`),
    ...faults.map((fault) => `- ⚠️ ${code(fault, 600)}`),
    ...remarks(runs, true),
  ]
}

const notes = ({ runs, notices }: ConvertResult): string[] => [
  ...remarks(runs, false),
  ...notices.map((notice) => `- ${code(notice, 600)}`),
]

/** What the inputs had besides good tests. */
function remarks(runs: readonly ConvertedRun[], loss: boolean): string[] {
  return runs.flatMap(({ entry }) => {
    const those = (entry.warnings ?? []).filter(({ kind }) => LOSS_KINDS.has(kind) === loss)
    return those.map(({ message }) => `- ${loss ? '⚠️ ' : ''}${code(entry.name)}: ${code(message, 600)}`)
  })
}

function list(title: string, items: readonly string[], bytes: number): string {
  if (items.length === 0) return ''
  const { text, shown } = whole(items, bytes)
  return `#### ${title}${shown < items.length ? ` (${integer(shown)} of ${integer(items.length)})` : ''}\n\n${text}`
}

/** Each run has an equal share of what those before it left. */
function failureLists(runs: readonly ConvertedRun[], bytes: number): string[] {
  const failed = runs.filter(({ counts }) => counts.failed > 0)
  const parts: string[] = []
  let left = bytes
  for (const [i, { entry, failures, counts }] of failed.entries()) {
    const share = left / (failed.length - i)
    const where = runs.length > 1 ? ` in ${code(entry.name)}` : ''
    const title = (shown: number): string => {
      const count = shown < counts.failed ? `${integer(shown)} of ${integer(counts.failed)}` : integer(shown)
      return `#### Failures${where} (${count})`
    }
    const { text, shown } = whole(lazily(failures, failureItem), share - size(title(0)) - 30)
    const part = text === '' ? title(0) : `${title(shown)}\n\n${text}`
    if (size(part) + 2 > left) {
      parts.push(`The failures of ${counted(failed.length - i, 'more run')} are in the report.`)
      break
    }
    parts.push(part)
    left -= size(part) + 2
  }
  return parts
}

function failureItem({ name, duration: seconds, details }: StatsFailure): string {
  const item = `- ${code(name, 500)}${seconds === null ? '' : ` · ${duration(seconds)}`}`
  return details === null || details.length === 0 ? item : `${item}\n${blockInItem(details.slice(-2))}`
}

function slowestList(runs: readonly ConvertedRun[]): string {
  const all = runs.flatMap(({ slowest }) => slowest)
  if (all.length === 0) return ''
  const longest = all.toSorted((a, b) => b.duration - a.duration).slice(0, SLOWEST)
  return `#### Slowest tests\n\n${longest.map((test, i) => `${i + 1}. ${duration(test.duration)} · ${code(test.name)}`).join('\n')}`
}

/** As many entries as fit, each whole. */
function whole(entries: Iterable<string>, bytes: number): { text: string; shown: number } {
  const taken: string[] = []
  let left = bytes
  for (const entry of entries) {
    left -= size(entry) + 1
    if (left < 0) break
    taken.push(entry)
  }
  return { text: taken.join('\n'), shown: taken.length }
}

/** 100,000 failures are not rendered to show 1,000. */
function* lazily<T>(items: readonly T[], render: (item: T) => string): Generator<string> {
  for (const item of items) yield render(item)
}

const size = (text: string): number => Buffer.byteLength(text)
