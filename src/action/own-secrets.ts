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
