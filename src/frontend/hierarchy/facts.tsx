import { formatDuration } from '../../words/duration.ts'
import { formatCount, formatPercent, plural } from '../../words/number.ts'
import { whichOf } from '../data/attempts.ts'
import { Glyph } from '../frame/glyph.tsx'
import { ShortName } from '../frame/name.tsx'
import { durationText } from '../text/duration.ts'
import type { Hierarchy } from './layout.ts'
import { tableHash } from './state.ts'
import { labelOf, type TreeNode } from './tree.ts'

/** One line about a module, a class or a test. */
export function Facts({ hierarchy, node, test }: { hierarchy: Hierarchy; node: TreeNode; test: number }) {
  const { tests } = hierarchy
  const isTest = test >= 0
  return (
    <div aria-live="polite">
      {/* a new element for each, so that it is announced as a whole, and once */}
      <p key={`${node.path} ${test}`} class="facts-line">
        <Glyph status={node.statusOf(test)} />
        <ShortName name={isTest ? tests.name(test) : labelOf(node.path)} />
        {isTest ? <span>{durationText(tests, test)}</span> : <Sums hierarchy={hierarchy} node={node} />}
        {isTest ? <span class="quiet">{whichOf(tests, test)}</span> : null}
      </p>
    </div>
  )
}

function Sums({ hierarchy, node }: { hierarchy: Hierarchy; node: TreeNode }) {
  return (
    <>
      <a href={tableHash(node.path)}>{plural(node.count, 'test')}</a>
      {node.failed > 0 ? <b class="is-failed">{formatCount(node.failed)} failed</b> : null}
      <span>{formatDuration(node.knownTime)}</span>
      <span class="quiet">{shareOf(hierarchy, node)}</span>
    </>
  )
}

/** The node's share of all tests, by time or by count, as the hierarchy is sized. */
export function shareOf({ root, by }: Hierarchy, node: Pick<TreeNode, 'time' | 'count'>): string {
  return root[by] > 0 ? formatPercent((node[by] / root[by]) * 100) : ''
}
