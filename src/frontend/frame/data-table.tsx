import type { ComponentChildren } from 'preact'

interface DataRow {
  readonly key: string | number
  readonly class?: string | undefined
  /** The first is the row's heading. */
  readonly cells: readonly ComponentChildren[]
}

interface DataTableProps {
  readonly class?: string | undefined
  readonly caption: string
  readonly heads: readonly string[]
  readonly rows: readonly DataRow[]
}

/** A small table of figures. */
export function DataTable({ class: name = '', caption, heads, rows }: DataTableProps) {
  return (
    <table class={`figures ${name}`}>
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, class: of, cells: [head, ...cells] }) => (
          <tr key={key} class={of}>
            <th scope="row">{head}</th>
            {cells.map((cell, i) => (
              <td key={i}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
