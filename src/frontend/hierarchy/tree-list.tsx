import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { testHash } from '../../format/links.ts'
import { formatDuration } from '../../words/duration.ts'
import { formatCount } from '../../words/number.ts'
import { addressOf, whichOf } from '../data/attempts.ts'
import { clamp } from '../data/clamp.ts'
import { isFailing } from '../data/ranks.ts'
import { Glyph } from '../frame/glyph.tsx'
import { withBreaks } from '../frame/name.tsx'
import { durationText } from '../text/duration.ts'
import { cutMiddle } from '../text/name.ts'
import { shareOf } from './facts.tsx'
import type { Hierarchy } from './layout.ts'
import { type ListRow, listRows, MORE, openAtFirst } from './list.ts'
import { asked, change, hashOf, tableHash } from './state.ts'
import { timeOf } from './sums.ts'
import type { TreeNode } from './tree.ts'

/** The content of the picture as a list whose rows can be opened. */
export function TreeList({ hierarchy, top }: { hierarchy: Hierarchy; top: TreeNode }) {
  const [focused, setFocused] = useState<string | null>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const { open, shut } = asked.value
  const atFirst = useMemo(() => openAtFirst(top), [top])
  const rows = useMemo(
    () =>
      listRows(hierarchy, top, new Set([...[...atFirst].filter((path) => !shut.includes(path)), ...open])),
    [hierarchy, atFirst, String(open), String(shut)],
  )
  const at = Math.max(
    0,
    rows.findIndex(({ key }) => key === focused),
  )
  const hasFocus = () => body.current?.contains(document.activeElement)
  const focus = (): void => body.current?.rows[at]?.focus()
  // only if a row has the focus already: it must not be taken from elsewhere on the page
  useLayoutEffect(() => {
    if (hasFocus()) focus()
  }, [at])
  const hadFocus = hasFocus()
  useLayoutEffect(() => {
    if (hadFocus && !hasFocus()) focus() // its row is gone
  })
  const toggle = ({ node: { path } }: ListRow, to: boolean): void => {
    const isAtFirst = atFirst.has(path)
    const others = (paths: readonly string[]) => paths.filter((other) => other !== path)
    change({
      open: to && !isAtFirst ? [...others(open), path] : others(open),
      shut: !to && isAtFirst ? [...others(shut), path] : others(shut),
    })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at]
    const to = (i: number): void => setFocused(rows[clamp(i, 0, rows.length - 1)].key)
    const above = (): number => rows.findLastIndex(({ level }, i) => i < at && level < row.level)
    if (event.key === 'ArrowDown') to(at + 1)
    else if (event.key === 'ArrowUp') to(at - 1)
    else if (event.key === 'Home') to(0)
    else if (event.key === 'End') to(rows.length - 1)
    else if (event.key === 'ArrowRight' && row.open === false) toggle(row, true)
    else if (event.key === 'ArrowRight' && row.open) to(at + 1)
    else if (event.key === 'ArrowLeft' && row.open && row.node !== top) toggle(row, false)
    else if (event.key === 'ArrowLeft') to(above())
    else if (event.key === 'Enter') body.current?.rows[at]?.querySelector('a')?.click()
    else return
    event.preventDefault()
  }
  return (
    <table class="figures tree" role="treegrid" aria-label="Modules, classes and tests">
      <thead>
        <tr>
          {['Name', 'Tests', 'Failed', 'Time', 'Share'].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body} onKeyDown={onKeyDown}>
        {rows.map((row, i) => (
          <TreeRow
            key={row.key}
            id={`tree-${i}`}
            row={row}
            hierarchy={hierarchy}
            tabIndex={i === at ? 0 : -1}
            onFocus={() => setFocused(row.key)}
            onToggle={row.node === top || row.open === null ? null : () => toggle(row, !row.open)}
          />
        ))}
      </tbody>
    </table>
  )
}

interface TreeRowProps {
  /** Names the row by its whole content, of which Firefox and Orca take nothing by themselves. */
  readonly id: string
  readonly row: ListRow
  readonly hierarchy: Hierarchy
  readonly tabIndex: number
  readonly onFocus: () => void
  readonly onToggle: (() => void) | null
}

function TreeRow({ id, row, hierarchy, tabIndex, onFocus, onToggle }: TreeRowProps) {
  const { node, test, level, open } = row
  const { tests } = hierarchy
  const sums = test < 0 ? node : sumsOfTest(hierarchy, test)
  const which = test < 0 ? '' : whichOf(tests, test)
  return (
    <tr
      tabIndex={tabIndex}
      id={id}
      aria-labelledby={id}
      aria-level={level}
      aria-expanded={open ?? undefined}
      onFocus={onFocus}
    >
      <th scope="row">
        <div class="tree-name" style={{ '--level': level - 1 }}>
          <button
            type="button"
            class="twist"
            tabIndex={-1}
            aria-hidden="true"
            hidden={onToggle === null}
            onClick={onToggle ?? undefined}
          />
          <Glyph status={node.statusOf(test)} />
          <a href={hrefOf(hierarchy, row)} tabIndex={-1}>
            {withBreaks(nameOf(row))}
          </a>
          {which === '' ? null : <span class="attempt">{which}</span>}
        </div>
      </th>
      {test === MORE ? (
        <td colSpan={4} />
      ) : (
        <>
          <td>{formatCount(sums.count)}</td>
          <td class={sums.failed > 0 ? 'is-failed' : 'quiet'}>{formatCount(sums.failed)}</td>
          <td>{test < 0 ? formatDuration(node.knownTime) : durationText(tests, test)}</td>
          <td class="quiet">{shareOf(hierarchy, sums)}</td>
        </>
      )}
    </tr>
  )
}

const sumsOfTest = ({ tests }: Hierarchy, test: number) => ({
  count: 1,
  failed: isFailing(tests, test) ? 1 : 0,
  time: timeOf(tests, test),
})

const nameOf = ({ node, test }: ListRow): string =>
  test === MORE ? 'More of them in the table' : cutMiddle(node.labelOf(test), 200)

function hrefOf({ tests }: Hierarchy, { node, test }: ListRow): string {
  if (test === MORE) return tableHash(node.path)
  if (test < 0) return hashOf(node.path)
  const { run, name, attempt } = addressOf(tests, test)
  return testHash(run, name, attempt)
}
