import type { View } from './view.ts'

/** Bytes to replace, at least as many as `***` has. */
export interface Secret {
  readonly from: number
  readonly to: number
}

/** Looks for a secret of a kind at its anchor, which reaches from `from` to `to`. */
export type Shape = (view: View, from: number, to: number) => Secret | null
