/** Microseconds since the epoch. */
export interface Span {
  readonly from: number
  readonly to: number
}

export const lengthOf = ({ from, to }: Span): number => to - from
