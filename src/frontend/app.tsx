import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import type { Manifest } from '../format/report.ts'
import { useAppKeys } from './app-keys.ts'
import { opening } from './data/report.ts'
import { spanOf } from './data/run-facts.ts'
import { Footer } from './frame/footer.tsx'
import { Help } from './frame/help.tsx'
import { pressKey } from './frame/keys.ts'
import { ErrorNotice } from './frame/notice.tsx'
import { NoSuchPage, PageFrame } from './frame/page-frame.tsx'
import { focusContent } from './frame/skip-link.tsx'
import { untilTouched } from './frame/until-touched.ts'
import { HierarchyPage } from './hierarchy/hierarchy-page.tsx'
import { Home } from './home/home.tsx'
import { printRoute } from './route/hash.ts'
import { arrival, home, keep, kept, placeLeft, route, visit } from './route/location.ts'
import type { Route } from './route/route.ts'
import { OutputPage } from './test/output-page.tsx'
import { TestPage } from './test/test-page.tsx'
import { TestsPage } from './tests/tests-page.tsx'
import { cutMiddle, showTurns, splitName } from './text/name.ts'
import { TimelinePage } from './timeline/timeline-page.tsx'
import { TopBar } from './top-bar.tsx'

export function App() {
  const opened = opening.value
  switch (opened.state) {
    case 'open':
      return <Report manifest={opened.manifest} />
    case 'refused':
      return (
        <main class="page is-alone">
          <h1>This report cannot be shown</h1>
          <ErrorNotice error={opened.error} />
        </main>
      )
    case 'empty':
      return <Template />
    case 'reading':
      return null // the shell's text stays, see frame/mount.ts
  }
}

function Report({ manifest }: { manifest: Manifest }) {
  const [help, setHelp] = useState(false)
  useAppKeys(() => setHelp(true))
  useArrival(manifest)
  return (
    <>
      <TopBar manifest={manifest} onSearch={() => pressKey('/')} onHelp={() => setHelp(true)} />
      <PageFrame key={visit.value}>
        <Page manifest={manifest} at={route.value} />
      </PageFrame>
      {route.value.page === 'timeline' ? null : <Footer manifest={manifest} ends={endsOf(manifest)} />}
      {help ? <Help onClose={() => setHelp(false)} /> : null}
    </>
  )
}

function Page({ manifest, at }: { manifest: Manifest; at: Route }) {
  switch (at.page) {
    case 'home':
      return <Home manifest={manifest} at={at} />
    case 'timeline':
      return <TimelinePage manifest={manifest} />
    case 'hierarchy':
      return <HierarchyPage manifest={manifest} />
    case 'tests':
      return <TestsPage manifest={manifest} />
    case 'test':
      return <TestPage manifest={manifest} address={at.address} />
    case 'output':
      return <OutputPage manifest={manifest} run={at.run} />
    case 'unknown':
      return (
        <NoSuchPage
          title="This report has no such page."
          hash={at.hash}
          to={printRoute(home())}
          home="Go home"
        />
      )
  }
}

/** Sets up what has been come to: its title, scroll position, and the focus for screen readers. */
function useArrival(manifest: Manifest): void {
  const [now, moves] = [visit.value, arrival.value]
  const at = route.value
  useLayoutEffect(() => {
    const page = titleOf(at)
    const title = showTurns(manifest.title)
    document.title = page === '' ? title : `${page} · ${title}`
  }, [at, manifest])
  useEffect(() => {
    // an element inside the page that has the focus keeps it
    if (moves > 0 && !document.activeElement?.closest('main')) focusContent(placeLeft())
  }, [moves])
  useLayoutEffect(() => {
    const back = kept('page')
    const goThere = (): void => window.scrollTo(0, back)
    goThere()
    // the content arrives piece by piece; until then the page is too short to scroll that far
    const leave = back > 0 ? untilTouched(goThere) : undefined
    const scrolled = (): void => keep('page', window.scrollY)
    window.addEventListener('scroll', scrolled, { passive: true })
    return () => {
      window.removeEventListener('scroll', scrolled)
      leave?.()
    }
  }, [now])
}

const TITLES: Readonly<Partial<Record<Route['page'], string>>> = {
  timeline: 'Timeline',
  tests: 'Tests',
  hierarchy: 'Hierarchy',
  output: 'Output',
}

function titleOf(at: Route): string {
  if (at.page === 'test') return cutMiddle(splitName(at.address.name).method, 120)
  return TITLES[at.page] ?? ''
}

/** When each run that has times began and ended, in microseconds since the epoch. */
const endsOf = ({ runs }: Manifest): number[] =>
  runs.flatMap(({ entry }) => Object.values(spanOf(entry.stats) ?? {}))

function Template() {
  return (
    <main class="page is-alone">
      <svg class="mark" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M1 2h9v3H1zM4 6.5h11v3H4zM1 11h6v3H1z" />
        <path class="mark-gap" d="M8.5 11h3v3h-3z" />
      </svg>
      <h1>No report here yet</h1>
      <p>This is the page that stackviz-export fills with a test run:</p>
      <pre class="command">stackviz-export --stream-file run.subunit --report report.html export/</pre>
      <p class="quiet">A report whose download was cut off looks like this too. Download it again.</p>
    </main>
  )
}
