import { checkCompressed, compressed } from './compressed.ts'
import { checkDstat, dstat } from './dstat.ts'
import type { Check, Kind } from './kind.ts'
import { checkRedacted, redacted } from './redact.ts'
import type { Reference } from './reference.ts'
import { checkRepository, repositories } from './repositories.ts'
import { checkStream, streams } from './streams.ts'
import { makeV1 } from './v1.ts'
import { makeV2 } from './v2.ts'

/** Checks by the `kind` of fixtures. */
export const CHECKS: Readonly<Record<string, Check>> = {
  v2: checkStream,
  v1: checkStream,
  dstat: checkDstat,
  repository: checkRepository,
  compressed: checkCompressed,
  redact: checkRedacted,
}

export interface Share {
  readonly kind: Kind
  /** Share of the time. */
  readonly share: number
}

/** Without the reference libraries, only the kinds that do not need them. */
export function kindsWith(reference: Reference | null): Readonly<Record<string, Share>> {
  const others = {
    dstat: { kind: dstat, share: 0.1 },
    repository: { kind: repositories, share: 0.1 },
    compressed: { kind: compressed, share: 0.15 },
    redact: { kind: redacted, share: 0.1 },
  }
  if (reference === null) return others
  return {
    v2: { kind: streams(makeV2, reference), share: 0.275 },
    v1: { kind: streams(makeV1, reference), share: 0.275 },
    ...others,
  }
}
