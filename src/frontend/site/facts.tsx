import type { RunsFile, SiteRun } from '../../format/site.ts'
import { NONE } from '../../words/number.ts'
import { cutEnd, cutMiddle } from '../text/name.ts'
import { commitUrl, pullUrl, workflowUrl } from './links.ts'
import { opening } from './site.ts'

/** The site that was read, which all pages are about; null before that. */
const site = (): RunsFile | null => (opening.value.state === 'open' ? opening.value.site : null)

const linked = (url: string | null, text: string) => (url === null ? text : <a href={url}>{text}</a>)

/** After the name of the tag, if there is one. */
export function Commit({ run }: { run: SiteRun }) {
  const of = site()
  const text = run.commit === null ? NONE : run.commit.slice(0, 7)
  return (
    <span class="commit mono">
      {run.tag === undefined ? null : `${cutMiddle(run.tag, 30)} `}
      {linked(of && commitUrl(of, run), text)}
    </span>
  )
}

export function WorkflowRun({ run }: { run: SiteRun }) {
  const of = site()
  const attempt = run.attempt > 1 && run.follows === undefined ? `, attempt ${run.attempt}` : ''
  const text = `${cutEnd(run.workflow, 60)} ${run.follows ?? run.run}${attempt}`
  return <>{linked(of && workflowUrl(of, run), text)}</>
}

export function PullLink({ pull }: { pull: number }) {
  const of = site()
  return <>{linked(of && pullUrl(of, pull), `Pull request ${pull}`)}</>
}
