import { useLayoutEffect } from 'preact/hooks'
import type { RunsFile } from '../../format/site.ts'
import { useKeys } from '../frame/keys.ts'
import { ErrorNotice } from '../frame/notice.tsx'
import { NoSuchPage, PageFrame } from '../frame/page-frame.tsx'
import { switchTheme } from '../frame/settings.ts'
import { focusContent } from '../frame/skip-link.tsx'
import { untilTouched } from '../frame/until-touched.ts'
import { ALL, printSiteRoute, type SiteRoute } from '../route/site-route.ts'
import { cutMiddle } from '../text/name.ts'
import { AllPage } from './all-page.tsx'
import { Bar } from './bar.tsx'
import { ComparePage } from './compare-page.tsx'
import { Foot } from './foot.tsx'
import { titleOf } from './groups.ts'
import { JobPage } from './job-page.tsx'
import { arrival, entry, goUp, route, visit } from './location.ts'
import { ReportsPage } from './reports-page.tsx'
import { opening } from './site.ts'

export function App() {
  const opened = opening.value
  if (opened.state === 'reading') return null // the shell's text stays, see frame/mount.ts
  if (opened.state === 'open') return <Site site={opened.site} />
  return (
    <main class="page is-alone">
      <h1>The reports cannot be listed</h1>
      <ErrorNotice error={opened.error} />
    </main>
  )
}

function Site({ site }: { site: RunsFile }) {
  useKeys({
    '/': focusSearch,
    h: () => {
      location.hash = printSiteRoute(ALL)
    },
    d: switchTheme,
    Escape: goUp,
  })
  useArrival(site)
  return (
    <>
      <Bar site={site} />
      <PageFrame key={visit.value}>
        <Page site={site} at={route.value} />
      </PageFrame>
      <Foot site={site} />
    </>
  )
}

function Page({ site, at }: { site: RunsFile; at: SiteRoute }) {
  switch (at.page) {
    case 'all':
      return <AllPage site={site} query={at.query} />
    case 'reports':
      return <ReportsPage site={site} at={at} />
    case 'job':
      return <JobPage site={site} at={at} />
    case 'compare':
      return <ComparePage site={site} at={at} />
    case 'unknown':
      return <NoSuchPage title="This site has no such page." hash={at.hash} to="#/" home="All reports" />
  }
}

function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('.filter')
  field?.select()
  return field !== null
}

/** Sets up a page that is shown anew: its title, scroll position, and the focus for screen readers. */
function useArrival(site: RunsFile): void {
  const now = visit.value
  const title = titleOfRoute(route.value)
  useLayoutEffect(() => {
    document.title = `${title === '' ? '' : `${title} · `}${site.repository} test reports`
  }, [title, site])
  useLayoutEffect(() => {
    window.scrollTo(0, 0)
    if (now > 0) focusContent(entry().left)
  }, [now])
  useLayoutEffect(() => {
    const { top } = entry()
    // a new entry: a choice made in the page does not scroll
    if (top === undefined) return
    const goThere = (): void => window.scrollTo(0, top)
    goThere()
    return untilTouched(goThere)
  }, [arrival.value])
}

function titleOfRoute(at: SiteRoute): string {
  if (at.page === 'reports') return cutMiddle(titleOf(at.line), 100)
  if (at.page === 'job') return cutMiddle(at.name, 100)
  return at.page === 'compare' ? 'Comparison' : ''
}
