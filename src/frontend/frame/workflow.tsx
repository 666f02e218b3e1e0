import type { Workflow } from '../../format/exported.ts'
import { cutEnd } from '../text/name.ts'

/** What the CI job told about itself, if anything. Links only to http and https. */
export function WorkflowFacts({ workflow, short = false }: { workflow: Workflow; short?: boolean }) {
  const base = repositoryUrl(workflow)
  const { change_id: change, revision } = workflow
  return (
    <>
      {change === null ? null : (
        <Fact
          url={base && `${base}/pull/${encodeURIComponent(change)}`}
          text={`${base === null ? 'Change' : 'PR'} ${cutEnd(change, 20)}`} // Gerrit has no pull requests
        >
          {!short && workflow.change_subject !== null ? ` ${cutEnd(workflow.change_subject, 300)}` : ''}
        </Fact>
      )}
      {revision === null ? null : (
        <Fact
          url={base && `${base}/commit/${encodeURIComponent(revision)}`}
          text={revision.slice(0, 7)}
          mono
        />
      )}
      {short || workflow.change_project === null ? null : (
        <Fact url={base} text={cutEnd(workflow.change_project, 100)} />
      )}
      {short || workflow.name === null ? null : (
        <Fact url={httpUrl(workflow.url)} text={cutEnd(workflow.name, 200)} />
      )}
      {short || workflow.pipeline === null ? null : <Fact url={null} text={cutEnd(workflow.pipeline, 60)} />}
    </>
  )
}

function Fact(props: { url: string | null; text: string; mono?: boolean; children?: string }) {
  const { url, text, mono = false, children } = props
  return (
    <span class={mono ? 'fact mono' : 'fact'}>
      {url === null ? text : <a href={url}>{text}</a>}
      {children}
    </span>
  )
}

/** The URL as a browser would open it; null unless it is http or https. */
export function httpUrl(text: string | null): string | null {
  if (text === null) return null
  try {
    const url = new URL(text)
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null
  } catch {
    return null
  }
}

/** `https://host/owner/name`, from the workflow run's URL `…/owner/name/actions/runs/1`; else null. */
function repositoryUrl(workflow: Workflow): string | null {
  const url = httpUrl(workflow.url)
  const project = workflow.change_project
  if (url === null || project === null || !/^[\w.-]+\/[\w.-]+$/.test(project)) return null
  return new URL(`/${project}`, url).href
}
