import { Engine, FILES, LISTS } from '../../src/export/engine.ts'
import { engineWarnings } from '../../src/export/engine-warnings.ts'
import type { RawTest, TestDetails, Warning } from '../../src/format/exported.ts'

/** What the engine made of a stream. */
export interface Decoded {
  readonly raw: RawTest[]
  readonly details: Record<string, TestDetails>
  /** The file of columns, and where it is cut. */
  readonly columns: Buffer
  readonly cuts: readonly number[]
  readonly warnings: readonly Warning[]
  /** All of it, to compare: the files' bytes, the failures and skips, the warnings. */
  readonly all: string
  /** The most bytes of attachments that were in the file, and whether all of it was given up. */
  readonly spilled: number
  readonly spillCleared: boolean
}

/** The bytes as one stream, in those chunks; attachments beyond `memoryLimit` bytes go to a file. */
export function decode(
  protocol: 'v1' | 'v2',
  chunks: Iterable<Uint8Array>,
  memoryLimit: number = 64 << 20,
): Decoded {
  const files: Buffer[][] = Array.from({ length: FILES.length + LISTS.length }, () => [])
  let spill = Buffer.alloc(0)
  let spilled = 0
  const cuts: number[] = []
  const engine = Engine.take({
    write: (file: number, bytes: Buffer) => files[file].push(Buffer.from(bytes)),
    cut: (file: number) => cuts.push(Buffer.concat(files[file]).length),
    spill: (bytes: Buffer) => {
      spill = Buffer.concat([spill, bytes])
      spilled = Math.max(spilled, spill.length)
      return spill.length - bytes.length
    },
    unspill: (place: number, bytes: Buffer) => spill.copy(bytes, 0, place),
    forgetSpilled: () => {
      spill = Buffer.alloc(0)
    },
  })
  engine.redactBy(null)
  engine.exports.begin(engine.number(protocol.toUpperCase()), memoryLimit)
  for (const chunk of chunks) engine.write(Buffer.from(chunk))
  engine.exports.endStream()
  engine.exports.finish()
  while (engine.exports.writeRest() !== 0);
  const warnings = engineWarnings(engine, 0)
  Engine.release(engine)
  const [raw, details, tree, , ...lists] = files.map((pieces) => Buffer.concat(pieces).toString('utf8'))
  const columns = Buffer.concat(files[FILES.indexOf('columns')])
  return {
    raw: JSON.parse(raw) as RawTest[],
    details: JSON.parse(details) as Record<string, TestDetails>,
    columns,
    cuts,
    warnings,
    all: [raw, details, tree, columns.toString('latin1'), ...lists, JSON.stringify(warnings, null, 1)].join(
      '\n',
    ),
    spilled,
    spillCleared: spill.length === 0,
  }
}

/** The bytes in chunks of that size, each in memory of its own. */
export function* chunksOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield Uint8Array.from(bytes.subarray(at, at + size))
}
