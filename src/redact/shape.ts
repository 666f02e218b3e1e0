import type { View } from './view.ts'

/** Bytes to replace; at least as many as `***` has. */
export interface Secret {
  readonly from: number
  readonly to: number
}

/** Looks for a secret at its anchor, the bytes from `from` to `to`; null if there is none. */
export type Shape = (view: View, from: number, to: number) => Secret | null
