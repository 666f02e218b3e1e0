import { copyFile } from './blocks.ts'
import { type DetailsLayout, writeDetailsIndex } from './details-index.ts'
import { writeOutput } from './output-file.ts'
import type { RunFiles } from './run-export.ts'
import type { Staging } from './staging.ts'

/** Paths of what a page holds of a run's logs, gzip files. */
export interface PageRun {
  readonly index: string
  /** The details; null where they stay beside the page. */
  readonly logs: string | null
}

interface FinishedRun {
  readonly files: RunFiles
  readonly run: { readonly layout: DetailsLayout }
}

/** With --gzip the exported files are what the report holds; without it, compressed copies. */
export async function reportRun(run: FinishedRun, staging: Staging): Promise<PageRun> {
  const { index, details } = run.files
  const { layout } = run.run
  if (layout.stored.points !== null)
    return { index: staging.finished(index), logs: staging.finished(details) }
  const logs = staging.scratch(`${details}.report`)
  const stored = await writeOutput(logs, true, (out) => copyFile(out, staging.finished(details)))
  return { index: await packIndex({ ...layout, stored }, staging.scratch(`${index}.report`)), logs }
}

/** A site's page asks for parts of the exported details, whatever they are. */
export async function siteRun(run: FinishedRun, staging: Staging): Promise<PageRun> {
  const { index } = run.files
  const { layout } = run.run
  if (layout.stored.points !== null) return { index: staging.finished(index), logs: null }
  return { index: await packIndex(layout, staging.scratch(`${index}.site`)), logs: null }
}

async function packIndex(layout: DetailsLayout, path: string): Promise<string> {
  await writeOutput(path, true, (out) => writeDetailsIndex(out, layout))
  return path
}
