import { join, sep } from 'node:path'
import { parseArgs } from 'node:util'
import { parseReportSize, parseSize } from '../convert/size.ts'
import { parseTimezone } from '../convert/timezone.ts'
import type { ConvertOptions, Source } from '../convert/types.ts'

/** The parsed command line. */
export interface Arguments {
  readonly quiet: boolean
  /** Whether to read from Zuul's variables which change was tested. */
  readonly zuul: boolean
  /** Whether the exit status tells of failed tests too. */
  readonly failOnFailures: boolean
  readonly convert: Omit<ConvertOptions, 'page'>
}

/** Exit statuses; USAGE says what they mean. */
export const [DONE, FAILED, WRONG_USAGE] = [0, 1, 2]

export const USAGE = `usage: stackviz-export [options] <DEST>

Exports subunit streams and dstat logs as files for stackviz, and as an interactive report.

  <DEST>                       the directory to write to; created if missing

input, at least one of the first three:
  -f, --stream-file FILE       a file with a subunit stream, version 1 or 2, plain or
                               compressed with gzip or, for Node 22.15 or later, zstd; may be
                               given several times
  -i, --stdin                  read a subunit stream from standard input
  -r, --repository REPOSITORY  the directory that holds a .stestr or .testrepository, or
                               that directory itself; may be given several times
      --last                   of a repository, the newest run only
      --dstat FILE             a CSV log of dstat, dool or pcp dstat; may be given several times
      --dstat-timezone ZONE    the zone of the log's times: UTC, +02:00 or Europe/Berlin;
                               with a - in front write --dstat-timezone=-05:00
      --max-decompressed SIZE  the most that one compressed input may decompress to, such as
                               500MB or 16GiB; what comes before is exported (default: 4GiB)

output:
  -z, --gzip                   compress every data file but config.json
      --redact                 replace secrets of well-known shapes in attachments by ***
      --report FILE            write the report, one HTML file with everything in it; to a
                               path that ends in / as the report.html in that directory
      --report-max-size SIZE   how large the report may become, from 1MB to 250MB; beyond
                               that it leaves out the longest output of tests that passed,
                               and of others last (default: 100MB)
      --site                   write a page for a web server as DEST/index.html, which reads
                               the tests' output from the data in DEST/data
      --title TEXT             the heading of the report
  -e, --env                    take which change was tested from ZUUL_PROJECT, ZUUL_CHANGE,
                               ZUUL_PATCHSET, ZUUL_PIPELINE and JOB_NAME
      --fail-on WHEN           failures: exit with 1 also if a test failed, did not end or
                               never ran though nothing says why, if a whole suite failed, or
                               if a run has no test at all; never (default)
      --quiet                  print errors only
  -h, --help                   print this and exit
      --version                print the version and exit

exit status: 0 everything was exported, whether or not tests failed (but see --fail-on);
1 an input could not be read, or is damaged or cut off (the rest is still exported), or nothing
could be written; 2 wrong usage
`

/** The command line is wrong; the message says how. */
export class UsageError extends Error {}

/** Options of which a second one would take the place of the first without a word. */
const ONCE: ReadonlySet<string> = new Set([
  'stdin',
  'dstat-timezone',
  'max-decompressed',
  'report',
  'report-max-size',
  'title',
  'fail-on',
])

type OpenStdin = () => AsyncIterable<Uint8Array>

/** Parses the command's arguments; `stdin` opens what `--stdin` reads. Throws UsageError. */
export function parseArguments(argv: readonly string[], stdin: OpenStdin): Arguments | 'help' | 'version' {
  const { values, positionals, tokens } = parse(argv)
  if (values.help) return 'help'
  if (values.version) return 'version'
  const [destination, ...others] = positionals
  if (!destination) throw new UsageError('no DEST: say where to write to')
  if (others.length > 0)
    throw new UsageError(
      `expected one DEST, not ${positionals.length}: ${positionals.join(' ')}; each stream, log or repository needs its option in front of it`,
    )
  if (destination === '-')
    throw new UsageError('DEST is a directory, which - is not; write ./- for one of that name')
  if (values['stream-file']?.includes('-'))
    throw new UsageError(
      '--stream-file - is not a file: use --stdin for standard input, or ./- for a file of that name',
    )
  const given = new Set<string>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    if (ONCE.has(token.name) && given.has(token.name))
      throw new UsageError(`--${token.name} may be given only once`)
    given.add(token.name)
    // probably an unset shell variable: an empty path must not mean the working directory
    if (token.value === '' && token.name !== 'title')
      throw new UsageError(`--${token.name} is empty: give it a value, or leave it out`)
  }
  const sources = tokens.flatMap((token) => (token.kind === 'option' ? sourceOf(token, stdin) : []))
  if (sources.length === 0)
    throw new UsageError('nothing to export: give --stream-file, --stdin or --repository')
  const {
    dstat = [],
    gzip,
    redact,
    report,
    site,
    last,
    title,
    quiet = false,
    env: zuul = false,
    'dstat-timezone': dstatTimezone,
  } = values
  valueOf('dstat-timezone', dstatTimezone, parseTimezone)
  const maxDecompressed = valueOf('max-decompressed', values['max-decompressed'], parseSize)
  const reportMaxSize = valueOf('report-max-size', values['report-max-size'], parseReportSize)
  const failOnFailures = valueOf('fail-on', values['fail-on'], parseFailOn) ?? false
  const output = {
    destination,
    gzip,
    redact,
    report: reportFile(report),
    reportMaxSize,
    site,
    title: title || undefined,
  }
  const convert = { sources, dstat, last, dstatTimezone, maxDecompressed, ...output }
  return { quiet, zuul, failOnFailures, convert }
}

function parseFailOn(text: string): boolean {
  if (text !== 'never' && text !== 'failures')
    throw new Error(`${JSON.stringify(text)} is neither never nor failures`)
  return text === 'failures'
}

/** A path that ends in a separator is a directory's, which may not exist yet. */
const reportFile = (path: string | undefined): string | undefined =>
  path?.endsWith('/') || path?.endsWith(sep) ? join(path, 'report.html') : path

/** Parses an option's value. Throws UsageError if it is invalid. */
function valueOf<T>(option: string, text: string | undefined, read: (text: string) => T): T | undefined {
  try {
    return text === undefined ? undefined : read(text)
  } catch (error) {
    throw new UsageError(`--${option}: ${(error as Error).message}`, { cause: error })
  }
}

/** The sources of an option; they keep the command line's order, which is that of the entries. */
function sourceOf({ name, value }: { name: string; value?: string | undefined }, stdin: OpenStdin): Source[] {
  if (name === 'stdin') return [{ kind: 'stdin', stream: stdin() }]
  if (name === 'stream-file') return [{ kind: 'file', path: value ?? '' }]
  return name === 'repository' ? [{ kind: 'repository', path: value ?? '' }] : []
}

/** For positional arguments that begin with a dash, of which we have none. */
const NODES_ADVICE = /\. To specify a positional argument starting with .*/

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      tokens: true,
      options: {
        'stream-file': { type: 'string', short: 'f', multiple: true },
        stdin: { type: 'boolean', short: 'i' },
        repository: { type: 'string', short: 'r', multiple: true },
        dstat: { type: 'string', multiple: true },
        'dstat-timezone': { type: 'string' },
        'max-decompressed': { type: 'string' },
        gzip: { type: 'boolean', short: 'z' },
        redact: { type: 'boolean' },
        report: { type: 'string' },
        'report-max-size': { type: 'string' },
        site: { type: 'boolean' },
        last: { type: 'boolean' },
        title: { type: 'string' },
        env: { type: 'boolean', short: 'e' },
        'fail-on': { type: 'string' },
        quiet: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    })
  } catch (error) {
    // Node takes what begins with a dash for an option
    const zone = argv.find((arg, i) => argv[i - 1] === '--dstat-timezone' && /^-\d/.test(arg))
    const message =
      zone === undefined
        ? (error as Error).message.replaceAll('\n', ' ').replace(NODES_ADVICE, '')
        : `--dstat-timezone ${zone} looks like an option: write --dstat-timezone=${zone}`
    throw new UsageError(message, { cause: error })
  }
}
