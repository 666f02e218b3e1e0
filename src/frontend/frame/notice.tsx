import type { ComponentChildren } from 'preact'
import type { DataError } from '../data/blocks.ts'
import { cutEnd } from '../text/name.ts'

/** Says that the page is empty, refused or broken, and what to do next. */
export function Notice(props: { title: string; strong?: boolean; children?: ComponentChildren }) {
  return (
    <div class={props.strong ? 'notice is-strong' : 'notice'} role={props.strong ? 'alert' : undefined}>
      <p class="notice-title">{props.title}</p>
      {props.children}
    </div>
  )
}

export function ErrorNotice({ error }: { error: DataError }) {
  return (
    <Notice title={cutEnd(error.message, 1000)} strong>
      <p>{error.remedy}</p>
    </Notice>
  )
}
