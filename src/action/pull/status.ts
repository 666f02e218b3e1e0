/** A commit status: a line among a pull request's checks whose link goes straight to the report. */

import { cut } from '../../convert/words.ts'
import type { Conclusion } from '../../format/report.ts'
import { at } from '../../workflow.ts'
import type { GitHub } from '../github/client.ts'
import { createOnce, NO_RETRY } from '../github/create-once.ts'

/** GitHub refuses a longer one. */
const LONGEST_DESCRIPTION = 140

export interface StatusFacts {
  readonly commit: string
  /** What the report is called. */
  readonly name: string
  readonly conclusion: Conclusion
  /** The whole in a sentence. */
  readonly verdict: string
  /** Where the report is; null where it is nowhere. */
  readonly report: string | null
}

/** Sets it; one that is there already, of this very report, is not set again. */
export async function setStatus(
  github: GitHub,
  { commit, name, conclusion, verdict, report }: StatusFacts,
): Promise<void> {
  const status = {
    context: `stackviz / ${name}`,
    // a commit status knows no neutral one, and nothing that is wrong is no failure
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
    return latest !== undefined && same ? true : null
  }
  await createOnce(github, find, async () => {
    await github.call('POST /repos/{owner}/{repo}/statuses/{sha}', { sha: commit, ...status, ...NO_RETRY })
    return true as const
  })
}
