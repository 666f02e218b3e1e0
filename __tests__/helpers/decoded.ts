import { Engine, FILES, LISTS } from '../../src/export/engine.ts'
import { engineWarnings } from '../../src/export/engine-warnings.ts'
import type { RawTest, TestDetails, TreeNode, Warning } from '../../src/format/exported.ts'
import type { Redactor } from '../../src/redact/redactor.ts'
import { soundText } from './sound-text.ts'

/** The engine's output for a stream. */
export interface Decoded {
  readonly raw: RawTest[]
  readonly details: Record<string, TestDetails>
  readonly tree: TreeNode
  /** The columns file, and the offsets at which it is cut. */
  readonly columns: Buffer
  readonly cuts: readonly number[]
  readonly warnings: readonly Warning[]
  /** Everything as text, for comparison: the files, failures and skips, warnings. */
  readonly all: string
  /** The largest size of the spill file for attachments, and whether it was empty in the end. */
  readonly spilled: number
  readonly spillCleared: boolean
}

/** Decodes the chunks as one stream; attachments beyond `memoryLimit` bytes are spilled to a file. */
export function decode(
  protocol: 'v1' | 'v2',
  chunks: Iterable<Uint8Array>,
  memoryLimit: number = 64 << 20,
  redactor: Redactor | null = null,
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
  engine.redactBy(redactor)
  engine.exports.begin(engine.number(protocol.toUpperCase()), memoryLimit)
  for (const chunk of chunks) engine.write(Buffer.from(chunk))
  engine.exports.endStream()
  engine.exports.finish()
  while (engine.exports.writeRest() !== 0);
  const warnings = engineWarnings(engine, 0)
  Engine.release(engine)
  const [raw, details, tree, , ...lists] = files.map((pieces, file) =>
    FILES[file] === 'columns' ? '' : soundText(Buffer.concat(pieces)),
  )
  const columns = Buffer.concat(files[FILES.indexOf('columns')])
  return {
    raw: JSON.parse(raw) as RawTest[],
    details: JSON.parse(details) as Record<string, TestDetails>,
    tree: JSON.parse(tree) as TreeNode,
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

/** The bytes in chunks of `size`, each with its own memory. */
export function* chunksOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield Uint8Array.from(bytes.subarray(at, at + size))
}
