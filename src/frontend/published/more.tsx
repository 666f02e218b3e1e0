import { useEffect } from 'preact/hooks'
import type { SiteRun } from '../../format/site.ts'
import { basesOf, onOf } from '../compare/related.ts'
import { addressOf, directoryOf } from '../compare/reports.ts'
import { DataError } from '../data/blocks.ts'
import { testsRead } from '../data/report.ts'
import { ErrorNotice } from '../frame/notice.tsx'
import { homeAsked, refine } from '../route/location.ts'
import { jobRoute, lineRoute, printSiteRoute } from '../route/site-route.ts'
import { cutMiddle } from '../text/name.ts'
import { ChangesSection } from './changes-section.tsx'
import { type Neighbours, neighbours, ROOT, readNeighbours } from './neighbours.ts'

/** Links to other reports. They come late, and their room is kept, so that the failures below do not move. */
export function Ways() {
  const around = neighbours.value
  const read = testsRead.value
  useEffect(() => {
    if (read !== null) void readNeighbours()
  }, [read])
  // opened from disk, it has no site around it
  if (location.protocol === 'file:' || around instanceof DataError) return null
  return around === null ? <p class="ways" /> : <WaysIn {...around} />
}

function WaysIn({ site, own, predecessor, main }: Neighbours) {
  const { name, workflow, pull } = own
  const job = jobRoute(name, { workflow, on: onOf(site, own) })
  return (
    <nav class="ways" aria-label="Other reports">
      <a href={ROOT}>All reports</a>
      {pull === null ? null : (
        <a href={ROOT + printSiteRoute(lineRoute({ kind: 'pull', number: pull }))}>Pull request {pull}</a>
      )}
      <a href={ROOT + printSiteRoute(job)}>{cutMiddle(name, 60)} over time</a>
      {predecessor === null ? null : <a href={addressOf(ROOT, predecessor)}>The report before</a>}
      {main === null ? null : (
        <a href={addressOf(ROOT, main)}>Newest of {cutMiddle(site.defaultBranch ?? '', 60)}</a>
      )}
    </nav>
  )
}

/** What changed against another report, or why that is not known. */
export function Changed() {
  const around = neighbours.value
  if (around === null) return null
  if (around instanceof DataError) return <ErrorNotice error={around} />
  // tests of a run that could not be read would count as removed
  return testsRead.value?.faults.size === 0 ? <Against around={around} /> : null
}

function Against({ around }: { around: Neighbours }) {
  const { site, own, predecessor } = around
  const { against } = homeAsked.value
  const choices: (readonly [SiteRun, string])[] = [
    ...(predecessor === null ? [] : [[predecessor, 'the report before'] as const]),
    ...basesOf(site, own),
  ]
  const named = site.runs.find((run) => run !== own && directoryOf(run) === against)
  // a link is older than the newest report: what it names may be none of the usual choices any more
  if (named !== undefined && !choices.some(([run]) => run === named))
    choices.push([named, `report ${cutMiddle(directoryOf(named), 60)}`])
  const before = named ?? choices[0]?.[0]
  const gone =
    against === null || named !== undefined ? null : (
      <p class="quiet">
        The address names report {cutMiddle(against, 60)}, which is not among this site’s other reports.
      </p>
    )
  if (before === undefined) return gone
  const choose = (run: SiteRun): void => refine({ ...homeAsked.value, against: directoryOf(run) })
  return (
    <ChangesSection own={own} before={before} choices={choices} onChoose={choose}>
      {gone}
    </ChangesSection>
  )
}
