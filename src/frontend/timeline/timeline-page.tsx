import { computed } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Manifest } from '../../format/report.ts'
import { formatCount } from '../../words/number.ts'
import { testsDrawn, testsRead } from '../data/report.ts'
import { Notice } from '../frame/notice.tsx'
import { Faults, NoRun, Reading } from '../frame/tests-notices.tsx'
import { FilterBar, filterWords } from '../search/filter-bar.tsx'
import { useTimelineKeys } from './keys.ts'
import { Overview } from './overview.tsx'
import { Panel } from './panel.tsx'
import { Plots } from './plots.tsx'
import { among, asked, change, counts, firstRuns, matching, model, shownRuns, untimed } from './state.ts'
import { TimelineTable } from './table.tsx'

export function TimelinePage({ manifest }: { manifest: Manifest }) {
  const filter = useRef<HTMLInputElement>(null)
  useTimelineKeys(filter)
  return (
    <main class="timeline" tabIndex={-1}>
      <h1 class="unseen">Timeline</h1>
      <FilterBar
        manifest={manifest}
        filter={{ ...asked.value, run: shownRuns.value.length === 1 ? shownRuns.value[0] : null }}
        change={(to) => change('run' in to ? { ...to, view: null, range: null, at: null } : to)}
        counts={counts.value}
        field={filter}
        allRuns={firstRuns.value.length > 1}
        target=".plot"
      >
        <Found />
      </FilterBar>
      <OnPaper />
      <Faults />
      <Body manifest={manifest} />
    </main>
  )
}

const foundWords = computed(() =>
  [
    matching.value === null ? [] : `${formatCount(matching.value)} of ${formatCount(among.value)}`,
    untimed.value === 0 ? [] : `${formatCount(untimed.value)} without times`,
  ].flat(),
)

function OnPaper() {
  const words = [...foundWords.value, ...filterWords(asked.value)]
  return words.length === 0 ? null : <p class="on-paper padded">{words.join(' · ')}</p>
}

function Found() {
  const words = foundWords.value
  return words.length === 0 ? null : (
    <span class="shown" role="status">
      {words.join(', ')}
    </span>
  )
}

function Body({ manifest }: { manifest: Manifest }) {
  const { run } = asked.value
  if (run !== null && run >= manifest.runs.length) return <NoRun run={run} />
  if (testsDrawn.value === null) return <Reading />
  if (model.value === null) {
    // tests that could not be read may have times: the notice of the fault is enough
    const faults = testsRead.value?.faults
    return faults?.size === 0 ? <NothingToDraw tests={testsDrawn.value.count} /> : null
  }
  return (
    <>
      <Overview />
      <Plots manifest={manifest} />
      <TimelineTable />
      <Panel manifest={manifest} />
    </>
  )
}

function NothingToDraw({ tests }: { tests: number }) {
  return (
    <div class="padded">
      {tests === 0 ? (
        <Notice title="No test ran, so there is nothing to draw.">
          <p>A stream with tests in it would fill this page with a lane for each worker.</p>
        </Notice>
      ) : (
        <Notice title="The tests have no times, so there is nothing to draw.">
          <p>
            Packets with timestamps, as stestr writes them, would fill this page;{' '}
            <a href="#/tests">all tests are in the table</a>.
          </p>
        </Notice>
      )}
    </div>
  )
}
