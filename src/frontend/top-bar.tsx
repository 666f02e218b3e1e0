import type { Manifest } from '../format/report.ts'
import { toneOf, totalsOf, verdictInShort } from '../words/verdict.ts'
import { SearchIcon } from './frame/search-icon.tsx'
import { SkipLink } from './frame/skip-link.tsx'
import { ThemeButton } from './frame/theme-button.tsx'
import { ToneGlyph } from './frame/tone.tsx'
import { WorkflowFacts } from './frame/workflow.tsx'
import { asked as hierarchy } from './hierarchy/state.ts'
import { printRoute } from './route/hash.ts'
import { home, route } from './route/location.ts'
import { allTests } from './tests/view.ts'
import { showTurns } from './text/name.ts'
import { asked as timeline } from './timeline/state.ts'

interface TopBarProps {
  readonly manifest: Manifest
  readonly onSearch: () => void
  readonly onHelp: () => void
}

export function TopBar({ manifest, onSearch, onHelp }: TopBarProps) {
  const totals = totalsOf(manifest)
  const { page } = route.value
  const title = showTurns(manifest.title)
  return (
    <header class="bar">
      <SkipLink />
      <a class="bar-verdict" href={printRoute(home())}>
        <ToneGlyph tone={toneOf(totals, manifest.conclusion)} />
        {verdictInShort(totals, manifest.conclusion)}
      </a>
      <div class="bar-facts">
        <span class="bar-title" title={title}>
          {title}
        </span>
        <WorkflowFacts workflow={manifest.workflow} short />
      </div>
      <nav class="bar-nav" aria-label="Pages">
        <a href={printRoute(home())} aria-current={page === 'home' ? 'page' : undefined}>
          Home
        </a>
        <a href={printRoute(timeline.value)} aria-current={page === 'timeline' ? 'page' : undefined}>
          Timeline
        </a>
        <a
          href={printRoute(allTests())}
          aria-current={page === 'tests' ? 'page' : page === 'test' ? 'true' : undefined}
        >
          Tests
        </a>
        <a href={printRoute(hierarchy.value)} aria-current={page === 'hierarchy' ? 'page' : undefined}>
          Hierarchy
        </a>
      </nav>
      <div class="bar-tools">
        <button
          type="button"
          class="tool"
          aria-label="Search tests"
          title="Search tests ( / )"
          onClick={onSearch}
        >
          <SearchIcon />
          <kbd>/</kbd>
        </button>
        <ThemeButton />
        <button type="button" class="tool" aria-label="Keys" title="Keys ( ? )" onClick={onHelp}>
          <kbd>?</kbd>
        </button>
      </div>
    </header>
  )
}
