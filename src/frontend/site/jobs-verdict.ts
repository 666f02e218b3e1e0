/** The common verdict on the newest reports of several jobs. Pure. */

import type { SiteRun } from '../../format/site.ts'
import { formatCount, plural } from '../../words/number.ts'
import { type Tone, toneOf } from '../../words/verdict.ts'
import { cutMiddle } from '../text/name.ts'
import { type JobReports, newestOf } from './groups.ts'

export interface JobsVerdict {
  readonly tone: Tone
  /** `1 of 3 jobs failed and 1 ran no tests` */
  readonly text: string
  /** What keeps the jobs from having passed although no newest report failed, `, 1 of them …`, or is wrong besides. */
  readonly rest: string
}

/** As in `Jobs`. */
interface Doubts {
  readonly absent: readonly { readonly events: readonly string[] }[]
  /** Number of jobs. */
  readonly lost: number
}

export const toneOfRun = ({ counts, conclusion }: SiteRun): Tone => toneOf(counts, conclusion)

export const isBad = (run: SiteRun): boolean => ['failed', 'lost'].includes(toneOfRun(run))

/** Those whose newest report is bad come first, as on a report's home; each group keeps its order. */
export const badFirst = (jobs: readonly JobReports[]): JobReports[] =>
  jobs.toSorted((a, b) => Number(isBad(newestOf(b))) - Number(isBad(newestOf(a))))

const ranNothing = (run: SiteRun): boolean => ['none', 'skipped'].includes(toneOfRun(run))

/** `newest`: one report per job, at least one. `all`: words for all the jobs, used if all are alike. */
export function verdictOfJobs(
  newest: readonly SiteRun[],
  { absent, lost }: Doubts,
  all = plural(newest.length, 'job'),
): JobsVerdict {
  const verdict = verdictOfReports(newest, all)
  const parts = [
    ...(absent.length === 0
      ? []
      : [absentInWords(absent, newest.length, verdict.tone, missedInWords(absent))]),
    ...(lost === 0
      ? []
      : [`${formatCount(lost)} that failed ${lost === 1 ? 'has' : 'have'} stopped reporting`]),
  ]
  const isInDoubt = verdict.tone === 'passed' && parts.length > 0
  // those that failed are not those that are absent
  const comma = verdict.tone === 'passed' || newest.length === 1 ? ', ' : '; '
  const rest = parts.length === 0 ? '' : comma + parts.join(', ')
  return { ...verdict, tone: isInDoubt ? 'none' : verdict.tone, rest }
}

function absentInWords({ length }: Doubts['absent'], all: number, tone: Tone, report: string): string {
  if (all === 1) return `without a ${report}`
  if (tone === 'passed') return `${formatCount(length)} of them without a ${report}`
  return `${plural(length, 'job')} ${length === 1 ? 'has' : 'have'} no ${report}`
}

/** `report of the newest workflow run (push)`: those of other events may be newer, and have all reports. */
export function missedInWords(absent: Doubts['absent']): string {
  const events = new Set(absent.flatMap((one) => one.events))
  return `report of the newest workflow run (${cutMiddle([...events].join(', '), 100)})`
}

function verdictOfReports(newest: readonly SiteRun[], all: string): Omit<JobsVerdict, 'rest'> {
  const bad = newest.filter(isBad).length
  const idle = newest.filter(ranNothing)
  const who = (count: number): string =>
    count === newest.length ? all : `${formatCount(count)} of ${plural(newest.length, 'job')}`
  const nothing = idle.some(({ counts }) => counts.tests > counts.skipped)
    ? 'ran no tests in some runs'
    : 'ran no tests'
  if (bad > 0) {
    const more = idle.length > 0 ? ` and ${formatCount(idle.length)} ${nothing}` : ''
    return { tone: 'failed', text: `${who(bad)} failed${more}` }
  }
  if (idle.length === 0) return { tone: 'passed', text: `${all} passed` }
  return { tone: toneOfRun(idle[0]), text: `${who(idle.length)} ${nothing}` }
}
