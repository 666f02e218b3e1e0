import { hiderOf } from '../convert/secrets.ts'

/** Tokens that runners pass to steps, or that are customary for `gh`. */
const TOKENS = [
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'GITHUB_TOKEN',
  'GH_TOKEN',
] as const

/**
 * Secrets of this step to be redacted: the runner masks them in logs, but not in a report. Variables are not
 * chosen by words in their names: `SECRET_BACKEND=keystone` would redact an ordinary word.
 */
export function ownSecrets(token: string, env: NodeJS.ProcessEnv): string[] {
  // a token that was pasted into a secret may end with a newline; tests log it without
  const values = [token, ...TOKENS.map((name) => env[name] ?? '')].map((value) => value.trim())
  return [...new Set(values.filter((value) => value !== ''))]
}

let hider: ReturnType<typeof hiderOf> = null

/** From now on, nothing that leaves the step has these secrets. */
export function hideSecrets(secrets: readonly string[]): void {
  hider = hiderOf({ secrets })
}

/** The text as it may be posted, printed or stored. */
export const withoutSecrets = (text: string): string => hider?.hideIn(text) ?? text

/** The same for all texts in parameters of a call. */
export function valueWithoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return withoutSecrets(value)
  if (Array.isArray(value)) return value.map(valueWithoutSecrets)
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, valueWithoutSecrets(each)]))
}
