import type { FunctionComponent } from 'preact'
import type { Manifest } from '../../format/report.ts'

/** What a published report's home says beyond that of one file, whose app is to be no larger for it. */
export const extension: { More: FunctionComponent<{ manifest: Manifest }> | null } = { More: null }
