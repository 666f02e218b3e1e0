/** A check run: the summary's text on a page of GitHub's, and annotations at lines of files. */

import type { Conclusion } from '../../format/report.ts'
import { cut } from '../../words/text.ts'
import { at } from '../../workflow.ts'
import type { Annotation } from '../annotations/annotation.ts'
import type { GitHub } from '../github/client.ts'
import { createOnce, NO_RETRY } from '../github/create-once.ts'
import { IncompleteError } from './incomplete-error.ts'

/** Most annotations per request. */
const PAGE = 50
const LONGEST_TITLE = 255

/** Most bytes of the summary; GitHub's limit is 65,535. */
export const CHECK_BYTES = 65_000

export interface CheckFacts {
  readonly commit: string
  readonly name: string
  readonly conclusion: Conclusion
  readonly verdict: string
  readonly report: string | null
  /** Markdown of at most CHECK_BYTES. */
  readonly summary: string
  readonly annotations: readonly Annotation[]
  /** Workflow run, attempt, job and name: identifies the check run if the answer to its creation was lost. */
  readonly key: string
}

/** Creates the check run. Each attempt of a job gets its own, as GitHub's jobs do. Throws IncompleteError. */
export async function createCheck(github: GitHub, facts: CheckFacts): Promise<void> {
  const { commit, conclusion, verdict, report, summary, annotations, key } = facts
  const name = `stackviz / ${facts.name}`
  const pages = Array.from({ length: Math.ceil(annotations.length / PAGE) }, (_, page) =>
    annotations.slice(page * PAGE, (page + 1) * PAGE).map(printed),
  )
  const output = (page: number) => ({
    title: cut(verdict, LONGEST_TITLE),
    summary,
    annotations: pages[page] ?? [],
  })
  const find = async (): Promise<number | null> => {
    const { data } = await github.call('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
      ref: commit,
      check_name: name,
      filter: 'all',
      per_page: 100,
    })
    const runs = at(data, 'check_runs')
    const own = (Array.isArray(runs) ? runs : []).find((each: unknown) => at(each, 'external_id') === key)
    return own === undefined ? null : Number(at(own, 'id'))
  }
  const id = await createOnce(github, find, async () => {
    const { data } = await github.call('POST /repos/{owner}/{repo}/check-runs', {
      name,
      head_sha: commit,
      external_id: key,
      status: 'completed',
      conclusion,
      ...(report === null ? {} : { details_url: report }),
      output: output(0),
      ...NO_RETRY,
    })
    return Number(at(data, 'id'))
  })
  for (let page = 1; page < pages.length; page++) {
    const before = page * PAGE
    try {
      await addPage(github, id, output(page), before)
    } catch (cause) {
      throw new IncompleteError(`has only ${before} of ${annotations.length} annotations`, { cause })
    }
  }
}

/** GitHub appends annotations, so a page whose answer was lost must not be sent twice. */
async function addPage(
  github: GitHub,
  id: number,
  output: { annotations: readonly unknown[] },
  before: number,
): Promise<void> {
  const find = async (): Promise<true | null> => {
    const { data } = await github.call('GET /repos/{owner}/{repo}/check-runs/{check_run_id}', {
      check_run_id: id,
    })
    return Number(at(data, 'output', 'annotations_count')) > before ? true : null
  }
  await createOnce(github, find, async () => {
    await github.call('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
      check_run_id: id,
      output,
      ...NO_RETRY,
    })
    return true as const
  })
}

const printed = ({ path, line, title, message }: Annotation) => ({
  path,
  start_line: line,
  end_line: line,
  annotation_level: 'failure',
  title: cut(title, LONGEST_TITLE),
  message,
})
