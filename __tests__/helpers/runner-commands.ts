/**
 * How the runner parses what a step prints: ActionCommand.cs and ActionCommandManager.cs of actions/runner,
 * rewritten. A command has either the form with colons, at the beginning of the line, or the old one with
 * brackets, anywhere.
 */

export interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

const REGISTERED = new Set([
  'internal-set-repo-path',
  'set-env',
  'set-output',
  'save-state',
  'add-mask',
  'add-path',
  'add-matcher',
  'remove-matcher',
  'warning',
  'error',
  'notice',
  'debug',
  'group',
  'endgroup',
  'echo',
  'stop-commands',
])

/** What .NET's TrimStart treats as white space. */
const WHITE = /^[\t-\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+/

const COLONS: readonly [string, string][] = [
  ['%0D', '\r'],
  ['%0A', '\n'],
]
const PROPERTY: readonly [string, string][] = [...COLONS, ['%3A', ':'], ['%2C', ',']]
const BRACKETS: readonly [string, string][] = [['%3B', ';'], ...COLONS, ['%5D', ']']]

function parseCommand(line: string): Command | null {
  return withColons(line.replace(WHITE, '')) ?? withBrackets(line)
}

/** The commands that the runner would execute, and the other lines. */
export function readPrinted(text: string): { commands: Command[]; lines: string[] } {
  const commands: Command[] = []
  const lines: string[] = []
  let resume: string | null = null
  for (const line of text.split(/\r\n|\r|\n/)) {
    const parsed: Command | null = parseCommand(line)
    if (resume !== null) {
      if (line.trim() === `::${resume}::`) resume = null
      else lines.push(line)
    } else if (parsed === null) lines.push(line)
    else {
      commands.push(parsed)
      if (parsed.name === 'stop-commands') resume = parsed.data
    }
  }
  return { commands, lines }
}

function withColons(line: string): Command | null {
  if (!line.startsWith('::')) return null
  const end = line.indexOf('::', 2)
  return end < 0 ? null : command(line.slice(2, end), ',', PROPERTY, unescape(line.slice(end + 2), COLONS))
}

function withBrackets(line: string): Command | null {
  const start = line.indexOf('##[')
  const end = start < 0 ? -1 : line.indexOf(']', start)
  if (end < 0) return null
  return command(line.slice(start + 3, end), ';', BRACKETS, unescape(line.slice(end + 1), BRACKETS))
}

function command(
  head: string,
  separator: string,
  escapes: readonly [string, string][],
  data: string,
): Command | null {
  const space = head.indexOf(' ')
  const name = (space < 0 ? head : head.slice(0, space)).toLowerCase()
  if (!REGISTERED.has(name)) return null
  const pairs = (space < 0 ? '' : head.slice(space + 1).trim())
    .split(separator)
    .flatMap((pair): [string, string][] => {
      const equals = pair.indexOf('=')
      return equals <= 0 ? [] : [[pair.slice(0, equals), unescape(pair.slice(equals + 1), escapes)]]
    })
  return { name, properties: Object.fromEntries(pairs), data }
}

const unescape = (text: string, escapes: readonly [string, string][]): string =>
  [...escapes, ['%25', '%'] as const].reduce((done, [token, char]) => done.replaceAll(token, char), text)
