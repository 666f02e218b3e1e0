/** A commit status: a line among a pull request's checks that links straight to the report. */

import type { Conclusion } from '../../format/report.ts'
import { cut } from '../../words/text.ts'
import { at } from '../../workflow.ts'
import type { GitHub } from '../github/client.ts'
import { createOnce, NO_RETRY } from '../github/create-once.ts'

/** GitHub rejects a longer one. */
const LONGEST_DESCRIPTION = 140

export interface StatusFacts {
  readonly commit: string
  /** The report's name. */
  readonly name: string
  readonly conclusion: Conclusion
  /** The result in one sentence. */
  readonly verdict: string
  /** URL of the report; null if it has none. */
  readonly report: string | null
}

/** Sets the status. If an answer is lost, it is not set again if the same status is already there. */
export async function setStatus(
  github: GitHub,
  { commit, name, conclusion, verdict, report }: StatusFacts,
): Promise<void> {
  const status = {
    context: `stackviz / ${name}`,
    // a commit status cannot be neutral, and a neutral conclusion is no failure
    state: conclusion === 'failure' ? 'failure' : 'success',
    description: cut(verdict, LONGEST_DESCRIPTION),
    ...(report === null ? {} : { target_url: report }),
  }
  const find = async (): Promise<true | null> => {
    const { data } = await github.call('GET /repos/{owner}/{repo}/commits/{ref}/statuses', {
      ref: commit,
      per_page: 100,
    })
    const latest = (Array.isArray(data) ? data : []).find(
      (each: unknown) => at(each, 'context') === status.context,
    )
    const same = (['state', 'description', 'target_url'] as const).every(
      (key) => (at(latest, key) ?? undefined) === status[key],
    )
    return same ? true : null
  }
  await createOnce(github, find, async () => {
    await github.call('POST /repos/{owner}/{repo}/statuses/{sha}', { sha: commit, ...status, ...NO_RETRY })
    return true as const
  })
}
