/** Publishes what GitHub shows besides artifacts and summary, each part on its own; none is required. */

import type { ConvertResult } from '../../convert/types.ts'
import { docs } from '../../words/docs.ts'
import { verdictOf } from '../../words/verdict.ts'
import type { Annotation } from '../annotations/annotation.ts'
import { messageOf } from '../error-text.ts'
import type { GitHub, OpenGitHub } from '../github/client.ts'
import { explain, isRefused, type Permission } from '../github/faults.ts'
import { findPull, isOutdated, type Target } from '../github/target.ts'
import type { Inputs } from '../inputs.ts'
import * as log from '../log.ts'
import { createCheck } from './check-run.ts'
import { putSection } from './comment.ts'
import { harmless, sectionKey } from './comment-body.ts'
import { IncompleteError } from './incomplete-error.ts'
import { setStatus } from './status.ts'

export interface Publication {
  readonly inputs: Pick<Inputs, 'token' | 'status' | 'checkRun' | 'comment'>
  readonly result: Pick<ConvertResult, 'conclusion' | 'counts' | 'duration' | 'isPartial' | 'runs'>
  readonly target: Target
  /** The report's name, unique within a workflow run. */
  readonly name: string
  /** The workflow's name. */
  readonly workflow: string
  readonly run: number
  readonly attempt: number
  /** GitHub's id of the job; empty if unknown. */
  readonly job: string
  readonly report: string | null
  /** Markdown for the check run and for the comment's section. */
  readonly checkSummary: string
  readonly section: string
  readonly annotations: readonly Annotation[]
}

/** What has become of the requested parts. */
export interface Published {
  readonly done: readonly string[]
  /** What could not be done, why, and what to do; one line each. */
  readonly faults: readonly string[]
}

interface Part {
  readonly what: string
  readonly permission: Permission
  /** Whether the user asked for it explicitly, and so has to know if the token lacks the permission. */
  readonly wanted: boolean
  /** Resolves to false if there was nothing to publish. */
  readonly publish: (github: GitHub) => Promise<void | boolean>
}

/** Never throws. `open`: opens the API client. */
export async function publish(publication: Publication, open: OpenGitHub): Promise<Published> {
  const done: string[] = []
  const { inputs, target } = publication
  const faults = target.commit === null ? withoutCommit(inputs) : []
  const parts = partsOf(publication)
  if (inputs.token === '') {
    const why = noToken(target.readOnly)
    return {
      done,
      faults: [...faults, ...parts.filter(({ wanted }) => wanted).map(({ what }) => missed(what, why))],
    }
  }
  if (parts.length === 0) return { done, faults }
  const github = open()
  for (const { what, permission, wanted, publish: work } of parts) {
    try {
      if ((await work(await github)) !== false) done.push(what)
    } catch (error) {
      log.debug(`${what}: ${messageOf(error)}`)
      if (isRefused(error) && !wanted) continue
      if (error instanceof IncompleteError) {
        done.push(what)
        const why = error.cause === undefined ? [] : [explain(error.cause, permission, target.readOnly)]
        faults.push([`${what} ${error.message}`, ...why].join(': '))
        continue
      }
      faults.push(missed(what, explain(error, permission, target.readOnly)))
    }
  }
  return { done, faults }
}

const missed = (what: string, why: string): string => `${what} was not published: ${why}`

/** Faults for the parts that were explicitly requested, but have no commit to be put on. */
const withoutCommit = ({ status, checkRun }: Publication['inputs']): string[] =>
  [...(status === 'true' ? ['the commit status'] : []), ...(checkRun ? ['the check run'] : [])].map((what) =>
    missed(what, 'it is not known which commit was tested'),
  )

/** The token is empty if it is set to a secret that does not exist or may not be read. */
const noToken = (readOnly: boolean): string =>
  readOnly
    ? `github-token is empty: pull requests from forks have no secrets; ${docs('forks')} shows the way around`
    : 'github-token is empty: leave it at its default, or use a secret that exists (Dependabot has its own)'

function partsOf(publication: Publication): Part[] {
  const { inputs, target, result, name, report } = publication
  const facts = { name, conclusion: result.conclusion, verdict: verdictOf(result), report }
  const { commit } = target
  const parts: (Part | null)[] = [
    inputs.status === 'false' || commit === null
      ? null
      : {
          what: 'the commit status',
          permission: 'statuses: write',
          wanted: inputs.status === 'true',
          publish: (github) => setStatus(github, { ...facts, commit }),
        },
    !inputs.checkRun || commit === null
      ? null
      : {
          what: 'the check run',
          permission: 'checks: write',
          wanted: true,
          publish: (github) =>
            createCheck(github, {
              ...facts,
              commit,
              summary: publication.checkSummary,
              annotations: publication.annotations,
              key: keyOf(publication),
            }),
        },
    inputs.comment === 'never' || target.pull.kind === 'none'
      ? null
      : {
          what: 'the comment',
          permission: 'pull-requests: write',
          wanted: true,
          publish: (github) => comment(github, publication),
        },
  ]
  return parts.filter((part) => part !== null)
}

async function comment(github: GitHub, publication: Publication): Promise<boolean> {
  const { inputs, target, result, name, workflow, run, attempt, section } = publication
  const pull = await findPull(github, target)
  if (pull === null) {
    log.info('the workflow run belongs to no pull request that is known: no comment')
    return false
  }
  const place = { pull, asBot: inputs.token.startsWith('ghs_') }
  // no new section for an outdated commit: the newer one may pass, and no section would say so
  const isNews = async (): Promise<boolean> =>
    result.conclusion === 'failure' && !(await isOutdated(github, target))
  const { commit } = target
  const key = sectionKey(workflow, name)
  const own = { key, run, attempt, commit, newest: 0, text: harmless(section) }
  return putSection(github, place, own, inputs.comment === 'always' || (await isNews()))
}

/** Different for each job, step and attempt. */
const keyOf = ({ run, attempt, job, name }: Publication): string =>
  `stackviz:${run}:${attempt}:${job}:${name}`.slice(0, 250)
