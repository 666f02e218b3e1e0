/** What replaces secrets in an export. */

import { Hider } from '../redact/hider.ts'
import { Redactor } from '../redact/redactor.ts'
import type { ConvertOptions } from './types.ts'

type Options = Pick<ConvertOptions, 'redact' | 'secrets'>

/** For attachments. One for all runs, since building its tables outlasts a small run; null if nothing is to be replaced. */
export function redactorOf({ redact = false, secrets = [] }: Options): Redactor | null {
  return redact || secrets.length > 0 ? new Redactor({ shapes: redact, values: secrets }) : null
}

/** For everything else, where only known secrets are replaced; null if there are none. */
export const hiderOf = ({ secrets = [] }: Options): Hider | null =>
  secrets.length > 0 ? new Hider(secrets) : null
