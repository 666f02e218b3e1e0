/** What replaces secrets in an export. */

import { Hider } from '../redact/hider.ts'
import { Redactor } from '../redact/redactor.ts'
import type { ConvertOptions } from './types.ts'

type Options = Pick<ConvertOptions, 'redact' | 'secrets'>

/** For attachments. One for all runs, since building its tables outlasts a small run; null if nothing is to be replaced. */
export function redactorOf({ redact = false, secrets = [] }: Options): Redactor | null {
  return redact || secrets.length > 0 ? new Redactor({ shapes: redact, values: secrets }) : null
}

/** For what messages quote of a log, which seldom happens: its redactor is built for the first text. */
export function textRedactorOf(options: Options): (text: string) => string {
  let redactor: Redactor | null = null
  return (text) => {
    redactor ??= redactorOf(options)
    const bytes = Buffer.from(text)
    return (redactor?.redacted(bytes) ?? bytes).toString()
  }
}

/** For everything else, where only known secrets are replaced; null if there are none to look for. */
export const hiderOf = ({ secrets = [] }: Options): Hider | null => Hider.of(secrets)
