import type { Artifact, Config, ConfigEntry, Workflow } from '../format/exported.ts'
import { writeJson } from './json.ts'
import { OutputFile } from './output-file.ts'
import type { Staging } from './staging.ts'

/** What no CI job tells. */
export const NO_WORKFLOW: Workflow = {
  name: null,
  url: null,
  pipeline: null,
  change_id: null,
  revision: null,
  change_project: null,
  change_subject: null,
}

/** One run, as `config.json` lists it. */
export interface Listed {
  readonly entry: ConfigEntry
  /** The name of its stats file. */
  readonly stats: string
  /** The source's name, with the run's index behind it where the source has several. */
  readonly artifactName: string
}

/** `config.json`, which both generations of the original front-end read. */
export function buildConfig(listed: readonly Listed[], workflow: Workflow, gzip: boolean): Config {
  const { name, url, pipeline, change_id, revision, change_project, change_subject } = workflow
  return {
    tempest: listed.map(({ entry }) => entry),
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
        artifacts: listed.flatMap((run) => artifactsOf(run, gzip)),
      },
    ],
  }
}

function artifactsOf({ entry, stats, artifactName }: Listed, gzip: boolean): Artifact[] {
  const artifact = (
    path: string,
    type: Artifact['artifact_type'],
    content = 'application/json',
  ): Artifact => ({
    path,
    artifact_name: artifactName,
    artifact_type: type,
    content_type: content,
    primary: type === 'subunit',
    ...(gzip ? { content_encoding: 'gzip' } : {}),
  })
  return [
    artifact(entry.raw, 'subunit'),
    artifact(entry.details, 'subunit-details'),
    artifact(entry.index, 'subunit-index'),
    artifact(entry.columns, 'subunit-columns', 'application/octet-stream'),
    artifact(stats, 'subunit-stats'),
    ...(entry.dstat === undefined ? [] : [artifact(entry.dstat, 'dstat', 'text/csv')]),
  ]
}

/** Stages `config.json`; it is never compressed, since it says what else is. */
export async function writeConfig(staging: Staging, config: Config): Promise<void> {
  const out = new OutputFile(staging.path('config.json'), false)
  writeJson(out, config)
  await out.close()
}
