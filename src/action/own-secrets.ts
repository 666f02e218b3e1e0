/** Tokens that a runner gives to steps, or that are customary for `gh`. */
const TOKENS = [
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'GITHUB_TOKEN',
  'GH_TOKEN',
] as const

/**
 * What this step was given and must not tell: the runner masks it in logs, and a report is none.
 * Variables are not chosen by words in their names: `SECRET_BACKEND=keystone` would blot out a word.
 */
export function ownSecrets(token: string, env: NodeJS.ProcessEnv): string[] {
  const values = [token, ...TOKENS.map((name) => env[name] ?? '')]
  return [...new Set(values.filter((value) => value !== ''))]
}
