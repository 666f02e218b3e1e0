/** Makes the reports with the command, as users run it, once, in one directory. */

import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DATA_PLACEHOLDER, MANIFEST_ID } from '../../src/format/report.ts'
import { formatBytes, formatCount } from '../../src/words/number.ts'
import { writeAttachment, writeTests } from '../streams.ts'
import type { Shape } from '../tests.ts'
import { makeNamed } from './names.ts'

const CLI = join(import.meta.dirname, '../../dist/cli/index.js')
/** A real run of nova's unit tests, if the samples exist beside the repository. */
const NOVA = join(import.meta.dirname, '../../../shared/samples/nova/nova.subunit.gz')

export interface Report {
  /** Paths of the page, of raw.json and of the columns. */
  readonly page: string
  readonly raw: string
  readonly columns: string
  readonly title: string
}

export class Reports {
  private readonly directory: string

  /** Reports that exist already are reused. */
  constructor(directory: string) {
    this.directory = directory
  }

  /** `log`: mean size of the logs, 0 for none. */
  tests(tests: number, log = 0, workers = 64): Report {
    const shape: Shape = { tests, log, workers }
    const logs = log === 0 ? '' : ` with logs of ${formatBytes(log)} on average`
    const made = this.make(`report-${tests}-${log}-${workers}`, (file) => writeTests(file, makeNamed(shape)))
    return { ...made, title: `${formatCount(tests)} tests${logs}, ${workers} workers, ${sizeOf(made.page)}` }
  }

  /** One test with a log of that size. */
  log(size: number): Report & { readonly lastLine: string } {
    const made = this.make(`log-${size}`, (file) => writeAttachment(file, size))
    const details = readFileSync(made.raw.replace('_raw.json', '_details.json'), 'utf8')
    // the log ends in letters that JSON does not escape
    const lastLine = /([^"\\]{20,60})"[^"]*$/.exec(details.slice(-2000))?.[1] ?? ''
    return { ...made, lastLine: lastLine.slice(-20), title: `one log of ${formatBytes(size)}` }
  }

  /** Null if the sample does not exist. */
  nova(): Report | null {
    if (!existsSync(NOVA)) return null
    return { ...this.make('nova', null), title: "a real run of nova's unit tests" }
  }

  /** `write` makes the stream; null for nova's. */
  private make(name: string, write: ((path: string) => void) | null): Omit<Report, 'title'> {
    const directory = join(this.directory, name)
    if (!existsSync(directory)) {
      console.log(`making ${name}`)
      const unfinished = `${directory}.unfinished`
      rmSync(unfinished, { recursive: true, force: true })
      const stream = write === null ? NOVA : `${directory}.subunit`
      write?.(stream)
      // large enough that nothing is left out of the page
      const page = ['--report', join(unfinished, 'report.html'), '--report-max-size', '250MB']
      execFileSync(process.execPath, [CLI, '--quiet', ...page, '--stream-file', stream, unfinished])
      if (write !== null) rmSync(stream)
      renameSync(unfinished, directory)
    }
    const page = withApp(join(directory, 'report.html'))
    const file = (end: string): string =>
      join(directory, readdirSync(directory).find((one) => one.endsWith(end)) ?? end)
    return { page, raw: file('_raw.json'), columns: file('_columns.bin') }
  }
}

const APP = join(import.meta.dirname, '../../dist/frontend/index.html')
const DATA = `<script type="application/json" id="${MANIFEST_ID}">`

/** Puts a report's data into the current page: a reused report may contain an older one. */
function withApp(path: string): string {
  const report = readFileSync(path)
  const [head] = readFileSync(APP, 'utf8').split(DATA_PLACEHOLDER)
  const page = path.replace(/\.html$/, '-now.html')
  writeFileSync(page, Buffer.concat([Buffer.from(head), report.subarray(report.indexOf(DATA))]))
  return page
}

const sizeOf = (path: string): string => formatBytes(statSync(path).size)
