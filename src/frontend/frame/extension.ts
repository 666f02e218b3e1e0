import type { FunctionComponent } from 'preact'

/** What only a published report's home shows; its code must not make the single file's app larger. */
export const extension: {
  /** Links to other reports, below the verdict. */
  Ways: FunctionComponent | null
  /** What changed, below the failures: it comes late, and must not move what is being read. */
  Changed: FunctionComponent | null
} = { Ways: null, Changed: null }
