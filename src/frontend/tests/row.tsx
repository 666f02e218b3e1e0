import type { TargetedMouseEvent } from 'preact'
import { STATUSES } from '../../format/exported.ts'
import { testHash } from '../../format/links.ts'
import { addressOf, whichOf } from '../data/attempts.ts'
import type { Tests } from '../data/tests.ts'
import { unit } from '../frame/density.ts'
import { Glyph } from '../frame/glyph.tsx'
import { ShortName } from '../frame/name.tsx'
import { selectsIn } from '../frame/selection.ts'
import type { ColumnKey } from '../route/route.ts'
import { cellOf } from './columns.tsx'
import { active } from './view.ts'

/** CSS pixels; styles/table.css has the same. */
export const ROW_HEIGHT = 28 * unit

/** By status code; shared by all rows, so that nothing is compared if a row's status stays the same. */
const GLYPHS = STATUSES.map((status) => <Glyph status={status} />)

interface RowProps {
  readonly tests: Tests
  readonly test: number
  readonly row: number
  readonly active: boolean
  /** Whether Tab stops at the row's link: at one row's only, so that Tab leaves the table soon. */
  readonly tabStop: boolean
  readonly columns: readonly ColumnKey[]
  /** How many letters of a name fit. */
  readonly letters: number
}

export function Row({ tests, test, row, active: isActive, tabStop, columns, letters }: RowProps) {
  const { run, name, attempt } = addressOf(tests, test)
  const which = whichOf(tests, test)
  // the width of other characters is unknown
  const fits = which === '' && name.length <= letters && /^[ -~]+$/.test(name)
  return (
    <div
      id={`row-${row}`}
      class={isActive ? 'row is-active' : 'row'}
      role="row"
      aria-rowindex={row + 2}
      aria-selected={isActive}
    >
      <div class="cell-status" role="gridcell">
        {GLYPHS[tests.status[test]]}
      </div>
      <div class="cell-name" role="gridcell">
        <a
          class={fits ? 'is-whole' : undefined}
          href={testHash(run, name, attempt)}
          draggable={false}
          tabIndex={tabStop ? 0 : -1}
          onClick={() => (active.value = test)}
        >
          <ShortName name={name} fits={fits} letters={letters} />
          {which === '' ? null : <span class="attempt">{which}</span>}
        </a>
      </div>
      {columns.map((key) => (
        <div key={key} class={`cell-${key}`} role="gridcell">
          {cellOf(tests, test, key)}
        </div>
      ))}
    </div>
  )
}

/**
 * A click anywhere in a row follows its link, unless it selected text. One listener for all rows: a link that
 * covered its row would be in the way of selecting, and cost a layer for each row.
 */
export function followRow(event: TargetedMouseEvent<HTMLElement>): void {
  const { target, ctrlKey, metaKey, shiftKey } = event
  const row = target instanceof Element && target.closest('button') === null ? target.closest('.row') : null
  if (row === null) return
  if (selectsIn(row, event)) return event.preventDefault()
  const link = row.querySelector('a')
  if (link?.contains(target as Element) !== false) return
  link.dispatchEvent(new MouseEvent('click', { cancelable: true, ctrlKey, metaKey, shiftKey }))
}
