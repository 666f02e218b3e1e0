import { copyFile as copy } from 'node:fs/promises'
import { copyFile, copyPart } from './blocks.ts'
import { type DetailsLayout, writeDetailsIndex } from './details-index.ts'
import { writeOutput } from './output-file.ts'
import type { WrittenRun } from './run-export.ts'
import type { Staging } from './staging.ts'

/** Paths of the gzip files that a page holds of a run's logs. */
export interface PageRun {
  readonly index: string
  /** The details; null if they stay beside the page. */
  readonly logs: string | null
}

/** The same for a report that holds all logs. */
export interface FullRun extends PageRun {
  readonly logs: string
  readonly layout: DetailsLayout
}

/** With --gzip, the report embeds the exported files; without it, compressed copies of them. */
export async function reportRun(run: WrittenRun, staging: Staging): Promise<FullRun> {
  const { index, details } = run.files
  const { layout } = run.run
  if (layout.stored.points !== null)
    return { index: staging.finished(index), logs: staging.finished(details), layout }
  const logs = staging.scratch(`${details}.report`)
  const stored = await writeOutput(logs, true, (out) => copyFile(out, staging.finished(details)))
  const copied = { ...layout, stored }
  return { index: await packIndex(copied, staging.scratch(`${index}.report`)), logs, layout: copied }
}

/**
 * Writes the run's columns compressed in two parts, so that the part needed for drawing can be inflated
 * before the rest has been loaded.
 */
export async function writePackedColumns(
  { files, run }: WrittenRun,
  path: string,
  staging: Staging,
): Promise<void> {
  const from = staging.finished(files.columns)
  const { parts } = run.columns
  if (parts === null) throw new Error(`${files.columns}: its two parts are not known`)
  if (parts[0].end !== null) return copy(from, path)
  await writeOutput(path, true, async (out) => {
    await copyPart(out, from, parts[0].from, parts[0].to)
    out.cut()
    await copyPart(out, from, parts[1].from, parts[1].to)
  })
}

/** A site's page fetches ranges of the exported details file, compressed or not, so no copy is made of it. */
export async function siteRun(run: WrittenRun, staging: Staging): Promise<PageRun> {
  const { index } = run.files
  const { layout } = run.run
  if (layout.stored.points !== null) return { index: staging.finished(index), logs: null }
  return { index: await packIndex(layout, staging.scratch(`${index}.site`)), logs: null }
}

/** Writes the index of details, compressed, and returns `path`. */
export async function packIndex(layout: DetailsLayout, path: string): Promise<string> {
  await writeOutput(path, true, (out) => writeDetailsIndex(out, layout))
  return path
}
