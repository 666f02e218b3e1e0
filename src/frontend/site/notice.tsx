import type { ComponentChildren } from 'preact'
import type { DataError } from '../data/blocks.ts'
import { cutEnd } from '../text/name.ts'

/** Says that the page is empty or refused, and what to do next. */
export function Notice(props: { title: string; children?: ComponentChildren }) {
  return (
    <div class="notice">
      <p class="notice-title">{props.title}</p>
      {props.children}
    </div>
  )
}

export function Refusal({ error }: { error: DataError }) {
  return (
    <div class="notice is-strong" role="alert">
      <p class="notice-title">{cutEnd(error.message, 1000)}</p>
      <p>{error.remedy}</p>
    </div>
  )
}
