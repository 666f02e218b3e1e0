/** The text of an input → a value. An invalid one throws an InvalidInputError that says what is allowed. */

import { sep } from 'node:path'

/** One or more invalid values; each line names the input, the value, and what is allowed. */
export class InvalidInputError extends Error {}

/** The defaults of action.yml, for runs without a runner; a test compares them. */
export const DEFAULTS = {
  subunit: '*.subunit*',
  repository: '.stestr\n.testrepository\n',
  dstat: 'dstat*.csv*\ndool*.csv*\n*dstat*.log*\n*dstat*_log.txt*\n',
  runs: 'last',
  'dstat-timezone': '',
  'max-decompressed': '4GiB',
  gzip: 'false',
  redact: 'true',
  output: '',
  'github-token': '',
  title: '',
  'report-max-size': '100MB',
  upload: 'report,data',
  name: '',
  status: 'auto',
  'check-run': 'false',
  comment: 'never',
  annotations: 'failures',
  'source-root': '',
  artifacts: '',
  'workflow-run-id': '',
  'fail-on-publish-error': 'false',
  publish: 'none',
  branch: 'stackviz-reports',
  path: '',
  'keep-runs': '50',
  'keep-days': '',
  'keep-size': '900MB',
  'publish-pull-requests': 'same-repository',
  'publish-private': 'false',
  'retention-days': '0',
  'compression-level': '6',
  'if-no-files-found': 'error',
  'fail-on': 'never',
  job: '',
  matrix: 'null',
  'check-run-id': '',
} as const

export type Name = keyof typeof DEFAULTS
export type Read = (name: Name) => string

export const lines = (text: string): string[] =>
  text
    .split(/[\r\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))

/** A path or pattern with the drive of Git Bash's `/d/a`, which Windows takes for a directory, as Windows writes it. */
export const withDrive = (path: string, separator: string = sep): string =>
  separator === '\\' ? path.replace(/^([!\s]*)\/([A-Za-z])(?=\/)/, '$1$2:') : path

export const oneOf =
  <T extends string>(name: Name, allowed: readonly T[]) =>
  (read: Read): T => {
    const value = read(name)
    return allowed.find((each) => each === plainBoolean(value)) ?? refuse(name, value, alternatives(allowed))
  }

export const boolean =
  (name: Name) =>
  (read: Read): boolean =>
    oneOf(name, ['true', 'false'])(read) === 'true'

/** Lower case for YAML's other spellings of booleans, as @actions/core accepts them. */
const plainBoolean = (value: string): string =>
  ['True', 'TRUE', 'False', 'FALSE'].includes(value) ? value.toLowerCase() : value

export const integer =
  (name: Name, from: number, to: number) =>
  (read: Read): number => {
    const value = read(name)
    const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN
    return number >= from && number <= to
      ? number
      : refuse(name, value, `a whole number from ${from} to ${to}`)
  }

export const size =
  (name: Name, parse: (text: string) => number, allowed: string) =>
  (read: Read): number => {
    const value = read(name)
    try {
      return parse(value)
    } catch (cause) {
      return refuse(name, value, allowed, cause)
    }
  }

/** Words separated by commas or white space, or `none`. */
export const someOf =
  (name: Name, allowed: readonly string[], words: string) =>
  (read: Read): ReadonlySet<string> => {
    const value = read(name)
    const parts = new Set(value.split(/[\s,]/).filter((part) => part !== ''))
    const known = [...parts].every((part) => allowed.includes(part) || part === 'none')
    if (!known || parts.size === 0 || (parts.has('none') && parts.size > 1)) return refuse(name, value, words)
    return parts
  }

const alternatives = (values: readonly string[]): string => {
  const quoted = values.map((value) => `\`${value}\``)
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
}

export function refuse(name: Name, value: string, allowed: string, cause?: unknown): never {
  const text = value.length > 200 ? `${value.slice(0, 200)}…` : value
  throw new InvalidInputError(`input ${name} is ${JSON.stringify(text)}: allowed is ${allowed}`, { cause })
}
