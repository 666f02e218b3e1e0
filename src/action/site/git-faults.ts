/** git's error messages → whether to retry, and what to do, in words. */

import { docs } from '../../words/docs.ts'
import { cut } from '../../words/text.ts'
import { LATER } from '../github/faults.ts'
import { showOnOneLine } from '../visible-text.ts'
import { GitError } from './git.ts'
import { SiteFault } from './site-fault.ts'

export interface GitFault {
  /** `race`: another push was faster, so retry; `passing`: worth another try; `final`: neither. */
  readonly kind: 'race' | 'passing' | 'final'
  readonly reason: string
  readonly remedy: string
}

const FORKS = `pull requests from forks have a read-only token; ${docs('forks')} shows the way around`
const WRITE = 'give the job `permissions: { contents: write }`'

interface Rule {
  readonly when: RegExp
  readonly kind?: GitFault['kind']
  readonly remedy: (branch: string, readOnly: boolean) => string
}

/** The first that matches applies. */
const RULES: readonly Rule[] = [
  {
    when: /there is no git on this machine|git is too old/,
    remedy: () => 'install git 2.31 or later; in a container, add it to the image',
  },
  {
    when: /GH013[^]*secret|push cannot contain secrets|GH009/i,
    remedy: () =>
      "GitHub's push protection found a secret in the report: keep it out of the tests' output, or leave redact at true",
  },
  {
    when: /GH006|protected branch|GH013|repository rule violations/i,
    remedy: (branch) =>
      `the branch ${branch} is protected: let GitHub Actions bypass its rules, also for force pushes, or choose another branch`,
  },
  {
    when: /GH001|exceeds GitHub's file size limit|larger than the maximum|exceeds maximum allowed size|file size limit/i,
    // report-max-size is no remedy: details-<n>.json.gz has all output, whatever the report leaves out
    remedy: () => 'the report is too large for a branch: let the tests print less, or publish: pages',
  },
  {
    when: /refusing to allow|without .?workflows?.? (?:scope|permission)/i,
    remedy: () =>
      'the branch contains workflows, which a job may not write: choose a branch for reports alone',
  },
  {
    when: /stale info|fetch first|non-fast-forward|cannot lock ref|failed to update ref|incorrect old value|reference already exists|not our ref|remote ref updated since|shallow update not allowed/i,
    kind: 'race',
    remedy: () => 'too many jobs publish at once: run the job again',
  },
  {
    // not the word alone: git's messages name the repository and the branch
    when: /repository (?:was|is|has been) archived/i,
    remedy: () => 'the repository is archived, and nothing can be written there',
  },
  {
    when: /returned error: 403|permission to \S+ denied|write access to repository not granted/i,
    remedy: (_, readOnly) => (readOnly ? FORKS : WRITE),
  },
  {
    when: /returned error: 401|authentication failed|could not read (?:username|password)|invalid username/i,
    remedy: () => 'the token has expired or is not valid; run the job again',
  },
  {
    when: /returned error: 404|repository .*not found/i,
    remedy: (_, readOnly) => (readOnly ? FORKS : `the token does not reach the repository: ${WRITE}`),
  },
  {
    when: /hook declined|pre-receive|\[remote rejected\]/i,
    remedy: (branch) =>
      `the server rejects the push to ${branch} because of a rule of its own: ask its administrator, or choose another branch`,
  },
  {
    when: /unable to access|resolve host|timed out|failed to connect|connection|returned error: (?:429|5\d\d)|RPC failed|unexpected disconnect|early EOF|hung up|too slow|internal server error|SSL|did not send all necessary/i,
    kind: 'passing',
    remedy: () => LATER,
  },
]

export function gitFault(error: GitError, branch: string, readOnly: boolean): GitFault {
  const rule = RULES.find(({ when }) => when.test(error.said))
  return {
    kind: rule?.kind ?? 'final',
    reason: cut(showOnOneLine(tellingLines(error)), 500),
    remedy: rule?.remedy(branch, readOnly) ?? LATER,
  }
}

/** A GitError as a SiteFault; any other error unchanged. */
export function inWords(
  error: unknown,
  { branch, readOnly }: { readonly branch: string; readonly readOnly: boolean },
): unknown {
  if (!(error instanceof GitError)) return error
  const { reason, remedy } = gitFault(error, branch, readOnly)
  return new SiteFault(reason, remedy, { cause: error })
}

/** The lines of git's output that name the cause, at most three, without git's own advice. */
function tellingLines({ command, said }: GitError): string {
  const lines = said.split('\n').map((line) => line.trim())
  const telling = lines.filter((line) =>
    /^(?:remote: (?:error|fatal)|error:|fatal:|! \[)|denied|GH0\d\d|not granted|was archived/i.test(line),
  )
  const chosen = telling.length > 0 ? telling : lines.filter((line) => line !== '')
  return `git ${command}: ${chosen.slice(0, 3).join(' ') || 'it gave no reason'}`
}
