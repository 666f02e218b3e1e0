import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type LogIndex, logsId, REPORT_VERSION } from '../format/report.ts'
import type { OutputFile } from './output-file.ts'
import type { Span } from './run-export.ts'
import type { RunTable } from './run-table.ts'

const compress = promisify(gzip)

/** Bytes of details in a member: what a test's page inflates at least. */
const MEMBER = 256 << 10
/** Characters of a block; browsers parse a larger text node in steps that add up. */
const BLOCK = 8 << 20
/** Members that are compressed at the same time. */
const AT_ONCE = 4

/** Writes a run's details as the page's blocks of logs, and tells where each test's value is. */
export class LogWriter {
  private readonly out: OutputFile
  private readonly run: number
  private block = -1
  private blockChars = BLOCK
  private readonly memberStart: number[] = [0]
  private readonly memberBlock: number[] = []
  private readonly memberAt: number[] = []
  private readonly memberChars: number[] = []

  constructor(out: OutputFile, run: number) {
    this.out = out
    this.run = run
  }

  /** Takes all of the (uncompressed) details file. */
  async write(details: AsyncIterable<Buffer>): Promise<void> {
    const pending: { text: Promise<string>; length: number }[] = []
    for await (const member of members(details)) {
      pending.push({
        text: compress(member).then((bytes) => bytes.toString('base64')),
        length: member.length,
      })
      if (pending.length >= AT_ONCE) await this.put(pending.shift())
    }
    while (pending.length > 0) await this.put(pending.shift())
    if (this.block >= 0) this.out.text('</script>\n')
  }

  index(table: RunTable, whole: Span | null): LogIndex {
    const { memberStart, memberBlock, memberAt, memberChars } = this
    return {
      version: REPORT_VERSION,
      start: Array.from({ length: table.count }, (_, n) => table.detailStart(n)),
      length: Array.from({ length: table.count }, (_, n) => table.detailLength(n)),
      whole: whole === null ? null : [whole.start, whole.length],
      memberStart,
      memberBlock,
      memberAt,
      memberChars,
    }
  }

  private async put(member: { text: Promise<string>; length: number } | undefined): Promise<void> {
    if (member === undefined) return
    const text = await member.text
    if (this.blockChars + text.length > BLOCK) {
      this.block++
      this.out.text(
        `${this.block === 0 ? '' : '</script>\n'}<script type="application/gzip" id="${logsId(this.run, this.block)}">`,
      )
      this.blockChars = 0
    }
    this.memberBlock.push(this.block)
    this.memberAt.push(this.blockChars)
    this.memberChars.push(text.length)
    this.memberStart.push((this.memberStart.at(-1) ?? 0) + member.length)
    this.out.text(text)
    this.blockChars += text.length
    await this.out.drain()
  }
}

/** The same bytes in pieces of one size, the last one shorter. */
async function* members(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let member = Buffer.allocUnsafeSlow(MEMBER)
  let filled = 0
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; ) {
      const copied = chunk.copy(member, filled, from)
      filled += copied
      from += copied
      if (filled < MEMBER) continue
      yield member
      member = Buffer.allocUnsafeSlow(MEMBER)
      filled = 0
    }
  }
  if (filled > 0) yield member.subarray(0, filled)
}
