import type { SortKey } from '../route/route.ts'
import { asked, sortBy } from './view.ts'

const COLUMNS: readonly (readonly [SortKey, string, string])[] = [
  ['status', 'Status', 'cell-status'],
  ['name', 'Name', 'cell-name'],
  ['duration', 'Duration', 'cell-duration'],
  ['start', 'Start', 'cell-start'],
  ['worker', 'Worker', 'cell-worker'],
]

export function TableHead({ runs }: { runs: boolean }) {
  const { sort, descending } = asked.value
  return (
    <div class="table-head" role="rowgroup">
      <div class="row" role="row" aria-rowindex={1}>
        {COLUMNS.map(([key, label, cell]) => {
          const direction = sort !== key ? undefined : descending ? 'descending' : 'ascending'
          return (
            <div key={key} class={cell} role="columnheader" aria-sort={direction}>
              <button type="button" onClick={() => sortBy(key)} title={`Sort by ${label.toLowerCase()}`}>
                <span class={key === 'status' ? 'unseen' : undefined}>{label}</span>
                <svg class={`sort ${direction ?? ''}`} viewBox="0 0 8 8" aria-hidden="true">
                  <path d="M1 5.5 4 2.5 7 5.5" />
                </svg>
              </button>
            </div>
          )
        })}
        {runs ? (
          <div class="cell-run" role="columnheader">
            Run
          </div>
        ) : null}
      </div>
    </div>
  )
}
