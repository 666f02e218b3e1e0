import type { Manifest } from '../../format/report.ts'
import { useKeys } from '../frame/keys.ts'
import { Notice } from '../frame/notice.tsx'
import { Faults, NoRun, Reading } from '../frame/tests-notices.tsx'
import { filterWords, RunChoice } from '../search/filter-bar.tsx'
import { cutMiddle } from '../text/name.ts'
import { Icicle } from './icicle.tsx'
import { asked, change, hashOf, hierarchy, top, zoomTo } from './state.ts'
import { labelOf, pathTo } from './tree.ts'
import { TreeList } from './tree-list.tsx'

function SizedBy() {
  return (
    <div class="chips" role="group" aria-label="Sized by">
      {(['time', 'count'] as const).map((by) => (
        <button
          key={by}
          type="button"
          class="chip"
          aria-pressed={asked.value.by === by}
          onClick={() => change({ by })}
        >
          {by === 'time' ? 'By time' : 'By count'}
        </button>
      ))}
    </div>
  )
}

/** Where the time went, by module, class and test. */
export function HierarchyPage({ manifest }: { manifest: Manifest }) {
  const [now, node, { run }] = [hierarchy.value, top.value, asked.value]
  const up = (): boolean => {
    if (!node?.parent) return false
    zoomTo(node.parent.path)
    return true
  }
  useKeys({ Backspace: up, Escape: up })
  return (
    <main class="page hierarchy" tabIndex={-1}>
      <h1 class="unseen">Hierarchy</h1>
      <div class="toolbar">
        <nav class="crumbs" aria-label="Modules above">
          {(node === null ? [] : pathTo(node)).map((one) =>
            one === node ? (
              <b key={one.path}>{cutMiddle(labelOf(one.name), 80)}</b>
            ) : (
              <a key={one.path} href={hashOf(one.path)}>
                {cutMiddle(labelOf(one.name), 80)}
              </a>
            ),
          )}
        </nav>
        {now === null || now.root.time > 0 ? <SizedBy /> : null}
        {now !== null && now.root.count > 0 && now.root.time === 0 ? (
          <p class="quiet">Sized by count: the tests took no time that the stream tells.</p>
        ) : null}
        <RunChoice manifest={manifest} run={run} all change={change} />
      </div>
      <p class="on-paper">{filterWords({ query: asked.value.root, statuses: [], run }).join(' · ')}</p>
      <Faults />
      {now === null ? (
        <Reading />
      ) : run !== null && run >= manifest.runs.length ? (
        <NoRun run={run} />
      ) : now.root.count === 0 ? (
        <Notice title="There are no tests here.">
          <p>A stream in which at least one test starts would fill this page.</p>
        </Notice>
      ) : node === null ? (
        <Notice title={`There is no module or class “${cutMiddle(asked.value.root, 200)}”.`}>
          <p>
            <a href={hashOf('')}>Show all tests</a>
          </p>
        </Notice>
      ) : (
        <>
          <Icicle hierarchy={now} top={node} />
          <TreeList hierarchy={now} top={node} />
        </>
      )}
    </main>
  )
}
