/** A failure at a line of one of the repository's files. */
export interface Annotation {
  /** Relative to the repository's root, with `/`. */
  readonly path: string
  /** From 1. */
  readonly line: number
  readonly title: string
  readonly message: string
}
