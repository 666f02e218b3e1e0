/** Groups rows into blocks of samples: each block has a header, followed by its rows. */

import type { Row } from './cells.ts'
import type { BlockClock } from './clock.ts'
import { countedClock, EPOCH_CLOCK, wallClock } from './clock.ts'
import {
  DstatError,
  EXPECTED,
  foundInstead,
  NoLogError,
  quoteFound,
  type Redact,
  SIZE_REMEDY,
  UNWRITTEN,
} from './error.ts'
import type { HeaderRow } from './header.ts'
import { generatorOf, headerRow, parseCmdline } from './header.ts'
import type { Layout } from './layout.ts'
import { fitRow, parseLayout } from './layout.ts'
import type { Clock } from './log.ts'
import { Findings } from './notes.ts'
import type { ColumnKey, Target } from './samples.ts'
import { MAX_COLUMNS, MAX_VALUES, SampleTable } from './samples.ts'
import type { Timezone } from './timezone.ts'
import { columnUnit } from './units.ts'

interface Block {
  readonly layout: Layout
  readonly keys: readonly ColumnKey[]
  /** Null before its first sample. */
  targets: readonly Target[] | null
  /** The zone as `Date:` writes it. */
  readonly zone: string
  readonly clock: BlockClock
  /** Rows so far, including the first. */
  rows: number
}

/** Characters above the first header: what a script prints there, `+ dstat -tcmn`, is a few lines. */
const MAX_ABOVE = 1 << 16

interface PendingRow {
  readonly cells: readonly string[]
  readonly line: number
}

/** Takes a file's rows in order. Throws DstatError if they are no log; other oddities go into `findings`. */
export class BlockReader {
  readonly table = new SampleTable()
  readonly findings: Findings
  readonly clocks = new Set<Clock>()
  /** As in DstatLog; null before the first row. */
  shifts: readonly number[] | null = null
  /** The words of the latest generator line, such as `dool 1.3.4 CSV output`: concatenated files each have one. */
  private generator = ''
  private readonly input: string
  private readonly given: Timezone | null
  private readonly redact: Redact
  private state: 'start' | 'header' | 'names' | 'rows' | 'lost' = 'start'
  private cmdline: readonly string[] | null = null
  private titles: readonly string[] = []
  private block: Block | null = null
  private blocks = 0
  /** The time of the latest sample. */
  private last: number | null = null
  /** The latest row of samples: only what follows shows whether it is complete. */
  private pending: PendingRow | null = null
  private emptyLines = 0
  /** Characters above the first header so far. */
  private above = 0

  constructor(input: string, given: Timezone | null, redact: Redact) {
    this.input = input
    this.given = given
    this.redact = redact
    this.findings = new Findings(redact)
  }

  /** Whether a header was found. */
  get isLog(): boolean {
    return this.state !== 'start'
  }

  /** `text`: the original line, for messages. */
  row(row: Row, line: number, text: string): void {
    if (row === null) return this.takeBroken(line, text)
    if (row.length === 1 && row[0].trim() === '') {
      this.emptyLines += 1
      return
    }
    const kind = headerRow(row)
    if (kind !== null) this.takeHeader(kind, row)
    else if (this.state === 'start') this.takeAbove(line, text)
    else if (this.state === 'header') this.takeTitles(row)
    else if (this.state === 'names') this.takeNames(row, line, text)
    else if (this.state === 'lost') this.findings.count('lost', line, 'titles that cannot be read')
    else this.takeSample({ cells: row, line })
    this.emptyLines = 0
  }

  /** Takes the last line of the file, if no line end follows it. */
  cut(row: Row, line: number, text: string): void {
    if (this.state === 'start') {
      if (row === null || headerRow(row) === null) return this.takeAbove(line, text)
      this.state = 'header'
    }
    this.findings.count('cut', line)
  }

  finish(): void {
    const above = this.findings.first('above')
    if (!this.isLog && above !== null) throw this.noLog(above.line, above.text)
    if (!this.isLog) throw new NoLogError(`${this.input}: is empty, expected ${EXPECTED}; ${UNWRITTEN}`)
    this.commit()
    if (this.table.length > 0) return
    this.checkTimes()
    this.checkRows()
    this.findings.count('empty', 1)
  }

  private takeAbove(line: number, text: string): void {
    this.findings.count('above', line, text)
    this.above += text.length
    const first = this.findings.first('above')
    if (this.above > MAX_ABOVE && first !== null) throw this.noLog(first.line, first.text)
  }

  private takeHeader(kind: HeaderRow, row: readonly string[]): void {
    if (this.state !== 'header' && this.state !== 'start') {
      // A tool that appends to a file first writes two line ends. If there is only one empty line, the row
      // before had no line end, because the tool was killed while writing it.
      if (kind === 'Host:' && this.emptyLines === 1) this.dropPending()
      this.commit()
      this.block = null
      this.cmdline = null
    }
    this.state = 'header'
    if (kind === 'generator') this.generator = generatorOf(row[0])
    if (kind === 'Cmdline:') this.cmdline = row
  }

  private takeTitles(row: readonly string[]): void {
    this.titles = row
    this.state = 'names'
  }

  private takeNames(row: readonly string[], line: number, text: string): void {
    const layout = parseLayout(this.titles, row)
    if (layout === null) {
      if (this.blocks === 0) throw this.noLog(line, text, 'the titles of the columns')
      this.block = null
      this.state = 'lost'
      this.findings.count('lost', line, 'titles that cannot be read')
      return
    }
    if (layout.width > MAX_COLUMNS) throw this.tooMuch(line)
    const header = parseCmdline(this.cmdline, this.generator)
    const keys = layout.columns.map((column) => ({
      ...column,
      ...columnUnit(column.title, column.name, header),
    }))
    if (header.bits && keys.some(({ factor }) => factor === 1 / 8)) this.findings.count('bits', line)
    const wall = layout.time?.kind === 'wall'
    const timed = wall
      ? wallClock(header.date, this.given, this.last)
      : countedClock(header.date, this.given, this.last, header.delay)
    const clock = layout.time?.kind === 'epoch' ? EPOCH_CLOCK : timed
    this.block = { layout, keys, targets: null, zone: header.date?.zone ?? '', clock, rows: 0 }
    this.blocks += 1
    this.state = 'rows'
  }

  private takeBroken(line: number, text: string): void {
    if (this.state === 'start') return this.takeAbove(line, text)
    this.commit()
    if (this.block !== null) this.block.rows += 1
    this.findings.count('broken', line, 'a quote that nothing closes')
    this.emptyLines = 0
  }

  private takeSample(row: PendingRow): void {
    this.commit()
    this.pending = row
  }

  private dropPending(): void {
    if (this.pending !== null) this.findings.count('cut', this.pending.line)
    this.pending = null
  }

  private commit(): void {
    const { pending, block } = this
    this.pending = null
    if (pending === null || block === null) return
    const index = block.rows
    block.rows += 1
    const fitted = fitRow(pending.cells, block.layout)
    if (fitted === null)
      return this.findings.count('misfit', pending.line, misfitOf(pending.cells, block.layout))
    if (fitted.missed) this.findings.count('missed', pending.line)
    const cell = block.layout.time === null ? '' : fitted.cells[block.layout.time.cell]
    const time = block.clock.read(cell, index)
    if (index === 0) return this.findings.count('first', pending.line)
    if (time === null) return this.findings.count('untimed', pending.line, cell)
    this.add(time, block, fitted.cells, pending.line)
  }

  private add(time: number, block: Block, cells: readonly string[], line: number): void {
    if (block.layout.time === null) this.findings.count('counted', line)
    if (block.clock.clock === 'assumed') this.findings.count('assumed', line, block.zone)
    this.clocks.add(block.clock.clock)
    // what not all rows may mean is no reading of the log
    const { shifts } = block.clock
    this.shifts = this.shifts?.filter((shift) => shifts.includes(shift)) ?? shifts
    block.targets ??= this.table.begin(block.keys)
    this.table.add(time, block.targets, cells)
    this.last = time
    if (this.table.isFull) throw this.tooMuch(line)
  }

  /** Throws if there were rows, but none whose time could be read. */
  private checkTimes(): void {
    const untimed = this.findings.first('untimed')
    if (untimed === null) return
    const expected =
      'a time such as 23-11 18:53:17 or Nov-23 18:53:02, and the year in the Date: of the header'
    throw new DstatError(
      `${this.input}: line ${untimed.line}: found ${quoteFound(untimed.text)}, expected ${expected}`,
    )
  }

  /** Throws if there were rows, but none that fits its titles. */
  private checkRows(): void {
    const { findings } = this
    const unread = findings.first('misfit') ?? findings.first('broken') ?? findings.first('lost')
    if (unread === null) return
    throw new DstatError(
      `${this.input}: line ${unread.line}: found ${unread.text}, and no sample that can be read`,
    )
  }

  private tooMuch(line: number): DstatError {
    const limits = `${MAX_COLUMNS} columns or ${MAX_VALUES} values`
    return new DstatError(`${this.input}: line ${line}: more than ${limits}; ${SIZE_REMEDY}`)
  }

  private noLog(line: number, text: string, what?: string): NoLogError {
    const expected = what === undefined ? EXPECTED : `${what} of ${EXPECTED}`
    return new NoLogError(`${this.input}: line ${line}: ${foundInstead(this.redact(text), expected)}`)
  }
}

function misfitOf({ length }: readonly string[], { width }: Layout): string {
  const commas = ' (decimal commas, perhaps: have the tool write points, with LC_ALL=C)'
  return `${length} cells below ${width} titles${length > width ? commas : ''}`
}
