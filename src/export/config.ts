import type { Artifact, Config, ConfigEntry, Workflow } from '../format/exported.ts'
import { CONFIG_FILE } from '../format/file-names.ts'
import { writeJson } from './json.ts'
import type { JsonList } from './json-list.ts'
import { writeOutput } from './output-file.ts'
import type { Staging } from './staging.ts'
import type { RunStats, StatsTotals } from './stats.ts'

/** The workflow of an export that was not made in CI. */
export const NO_WORKFLOW: Workflow = {
  name: null,
  url: null,
  pipeline: null,
  change_id: null,
  revision: null,
  change_project: null,
  change_subject: null,
}

/** An entry without its statistics. */
export type EntryFacts = Omit<ConfigEntry, 'stats'>

/** One run, as `config.json` lists it. */
export interface Listed {
  readonly entry: EntryFacts
  readonly stats: RunStats
  readonly statsFile: string
  /** The source's name, followed by the run's index if the source has several runs. */
  readonly artifactName: string
}

interface UnwrittenConfig extends Omit<Config, 'tempest'> {
  readonly tempest: readonly UnwrittenEntry[]
}

/**
 * Builds `config.json`, which both generations of the original front-end read. `unused`: dstat logs that are
 * shown with no run.
 */
export function buildConfig(
  listed: readonly Listed[],
  unused: readonly string[],
  workflow: Workflow,
  gzip: boolean,
): UnwrittenConfig {
  const { name, url, pipeline, change_id, revision, change_project, change_subject } = workflow
  return {
    tempest: listed.map(wholeEntry),
    deployer: false,
    datasets: [
      {
        name,
        url,
        status: null,
        ci_username: null,
        pipeline,
        change_id,
        revision,
        change_project,
        change_subject,
        artifacts: [
          ...listed.flatMap((run) => artifactsOf(run, gzip)),
          ...unused.map((file) => artifact(file, file.replace(/\..*/, ''), 'dstat', gzip)),
        ],
      },
    ],
  }
}

/** An entry whose lists of failures and skips are still on disk. */
interface UnwrittenEntry extends EntryFacts {
  readonly stats: StatsTotals & { readonly failures: JsonList; readonly skips: JsonList }
}

function wholeEntry({ entry, stats }: Listed): UnwrittenEntry {
  const { id, name, raw, details, index, columns, tree, ...more } = entry
  const { totals, failures, skips } = stats
  return { id, name, raw, details, index, columns, tree, stats: { ...totals, failures, skips }, ...more }
}

function artifactsOf({ entry, statsFile, artifactName }: Listed, gzip: boolean): Artifact[] {
  const one = (path: string, type: Artifact['artifact_type']): Artifact =>
    artifact(path, artifactName, type, gzip)
  return [
    one(entry.raw, 'subunit'),
    one(entry.details, 'subunit-details'),
    one(entry.index, 'subunit-index'),
    one(entry.columns, 'subunit-columns'),
    one(statsFile, 'subunit-stats'),
    ...(entry.dstat === undefined ? [] : [one(entry.dstat, 'dstat')]),
  ]
}

const CONTENT: Partial<Record<Artifact['artifact_type'], string>> = {
  'subunit-columns': 'application/octet-stream',
  dstat: 'text/csv',
}

function artifact(path: string, name: string, type: Artifact['artifact_type'], gzip: boolean): Artifact {
  return {
    path,
    artifact_name: name,
    artifact_type: type,
    content_type: CONTENT[type] ?? 'application/json',
    primary: type === 'subunit',
    ...(gzip ? { content_encoding: 'gzip' } : {}),
  }
}

/** Writes `config.json` into staging, never compressed: it is the file that says whether the others are. */
export async function writeConfig(staging: Staging, config: UnwrittenConfig): Promise<void> {
  await writeOutput(staging.path(CONFIG_FILE), false, (out) => writeJson(out, config))
}
