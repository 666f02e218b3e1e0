import type { FunctionComponent } from 'preact'
import type { Manifest } from '../../format/report.ts'

/** What only a published report's home shows; its code must not make the single file's app larger. */
export const extension: { More: FunctionComponent<{ manifest: Manifest }> | null } = { More: null }
