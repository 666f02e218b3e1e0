import type { ColumnKey } from '../route/route.ts'
import { LABELS } from './columns.tsx'
import { asked, sortBy } from './view.ts'

/** Up and down: what a column without a label shows if the table is not sorted by it. */
const BOTH = ['M1.5 3 4 .75 6.5 3', 'M1.5 5 4 7.25 6.5 5'].map((d) => <path key={d} d={d} />)

export function TableHead({ columns }: { columns: readonly ColumnKey[] }) {
  const { sort, descending } = asked.value
  return (
    <div class="table-head" role="rowgroup">
      <div class="row" role="row" aria-rowindex={1}>
        {(['status', 'name', ...columns] as const).map((key) => {
          const direction = sort !== key ? undefined : descending ? 'descending' : 'ascending'
          const label = LABELS[key]
          return (
            <div key={key} class={`cell-${key}`} role="columnheader" aria-sort={direction}>
              <button type="button" onClick={() => sortBy(key)} title={`Sort by ${label.toLowerCase()}`}>
                <span class={key === 'status' ? 'unseen' : undefined}>{label}</span>
                <svg class={`sort ${direction ?? ''}`} viewBox="0 0 8 8" aria-hidden="true">
                  {direction === undefined ? BOTH : <path d="M1 5.5 4 2.5 7 5.5" />}
                </svg>
              </button>
            </div>
          )
        })}
      </div>
    </div>
  )
}
