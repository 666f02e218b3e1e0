/** The host side of the engine in `src/engine`: its instance, its memory, and the functions it imports. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Hider } from '../redact/hider.ts'
import type { Redactor } from '../redact/redactor.ts'
import { anchorTables } from './anchor-tables.ts'
import { attachmentText, decoderOf, type Rendering, renderingOf } from './attachment-text.ts'
import { attachmentKey } from './keys.ts'
import { lastLines } from './stats.ts'

/** The same path works from `src/<part>` and from `dist/<part>`, which are equally deep. */
const BUILT = join(import.meta.dirname, '../../dist/engine/engine.wasm')

/** WebAssembly memory never shrinks: an engine that grew beyond this many bytes is not reused. */
const MOST_MEMORY = 64 << 20

/** The engine's files, by their numbers from 0 on. */
export const FILES = ['raw', 'details', 'tree', 'columns'] as const

/** The lists, numbered on after FILES: numbers for a details index, then entries of the statistics. */
export const LISTS = ['gaps', 'lengths', 'statuses', 'failures', 'skips'] as const

/** The receiver of an engine's output. */
export interface EngineClient {
  /** Takes bytes of FILES[file], or of LISTS[file - FILES.length]; they are valid during the call only. */
  write(file: number, bytes: Buffer): void
  /** Marks the end of the first of the two parts in which a file is read. */
  cut(file: number): void
  /** Appends to a temporary file, and returns the offset for `unspill`. */
  spill(bytes: Buffer): number
  unspill(place: number, bytes: Buffer): void
  forgetSpilled(): void
  /** Takes output between tests, or while one is running, once `tapNoise` was called. */
  noise?(bytes: Buffer, offset: number, isInTest: boolean): void
}

/** Exports of the engine's module. */
interface Exports {
  readonly memory: WebAssembly.Memory
  prepare(): void
  begin(what: number, memoryLimit: number): void
  roomFor(length: number): number
  decode(length: number): void
  endStream(): void
  finish(): void
  writeRest(): number
  setRedacting(on: number): void
  setHiding(on: number): void
  forgetTriples(): void
  addTriple(bytes: number): void
  hasV2(): number
  isV1(): number
  foundAt(): number
  isInTimedTest(): number
  tapNoise(): void
  rowAt(n: number): number
  placeSlowest(): void
  firstMissing(): number
  firstSuite(): number
  nextMissing(): number
  readonly [name: string]: unknown
}

/** A missing engine is a broken installation, not a fault of the input that is being read. */
function readBuilt(): Buffer {
  if (!existsSync(BUILT)) throw new Error(`${BUILT} is missing, a part of this program; reinstall it`)
  return readFileSync(BUILT)
}

let compiled: WebAssembly.Module | null = null
let spare: Engine | null = null
/** One for all engines: fingerprints of runs are made with it. */
let secret: Buffer | null = null

/** An instance of the engine; it holds one run at a time. */
export class Engine {
  readonly exports: Exports
  private client: EngineClient | null = null
  private redactor: Redactor | null = null
  private hider: Hider | null = null
  private readonly renderings: Rendering[] = []
  private whole: Buffer = Buffer.alloc(0)
  private decoder: { readonly code: number; readonly decode: ReturnType<typeof decoderOf> } | null = null

  /** A free engine, or a new one. */
  static take(client: EngineClient | null): Engine {
    const engine = spare ?? new Engine()
    spare = null
    engine.client = client
    return engine
  }

  private constructor() {
    compiled ??= new WebAssembly.Module(readBuilt())
    const { exports } = new WebAssembly.Instance(compiled, { host: this.imports() })
    this.exports = exports as unknown as Exports
    secret ??= crypto.getRandomValues(Buffer.alloc(this.number('SECRET_SIZE')))
    secret.copy(this.bytes(this.number('secret'), secret.length))
    this.exports.prepare()
  }

  /** Memory for the stream's next bytes, to be filled and then written; invalid once the engine runs. */
  room(length: number): Buffer {
    return this.bytes(this.exports.roomFor(length) >>> 0, length)
  }

  /** Decodes the stream's next bytes, which are copied unless they are in the engine's `room` already. */
  write(chunk: Buffer): void {
    const room = this.room(chunk.length)
    if (chunk.buffer !== room.buffer || chunk.byteOffset !== room.byteOffset) chunk.copy(room)
    this.exports.decode(chunk.length)
  }

  /** Ends the use of an engine; it may be reused for another run. */
  static release(engine: Engine): void {
    engine.client = null
    engine.renderings.length = 0
    engine.decoder = null
    if (engine.exports.memory.buffer.byteLength <= MOST_MEMORY) spare = engine
  }

  /** The engine's bytes from an address on; invalid once the engine runs again, since its memory may grow. */
  bytes(at: number, length: number): Buffer {
    return Buffer.from(this.exports.memory.buffer, at, length)
  }

  text(at: number, length: number): string {
    return this.all.toString('utf8', at, at + length)
  }

  /**
   * The whole memory, as a Buffer that is kept until the memory grows: one Buffer per text would cost more
   * than the text itself.
   */
  private get all(): Buffer {
    const { buffer } = this.exports.memory
    if (this.whole.buffer !== buffer) this.whole = Buffer.from(buffer)
    return this.whole
  }

  /** The value of an exported global in microseconds since the epoch; null if there is no such time. */
  time(name: string): bigint | null {
    const micros = this.global(name)
    return micros === this.global('NO_TIME') ? null : (micros as bigint)
  }

  /** The value of an exported global: a number or an address. */
  number(name: string): number {
    return Number(this.global(name))
  }

  private global(name: string): unknown {
    return (this.exports[name] as WebAssembly.Global).value
  }

  private get run(): EngineClient {
    if (this.client === null) throw new Error('the engine has no run')
    return this.client
  }

  private imports(): Record<string, unknown> {
    // u32 arguments arrive as signed numbers, and addresses and lengths may exceed 2 GiB
    const bytes = (at: number, length: number): Buffer => this.bytes(at >>> 0, length >>> 0)
    return {
      write: (file: number, at: number, length: number) => this.run.write(file, bytes(at, length)),
      cut: (file: number) => this.run.cut(file),
      spill: (at: number, length: number) => this.run.spill(bytes(at, length)),
      unspill: (place: number, to: number, length: number) => this.run.unspill(place, bytes(to, length)),
      forgetSpilled: () => this.run.forgetSpilled(),
      renderingOf: (at: number, length: number) => this.renderingCode(at === 0 ? null : bytes(at, length)),
      dataPrefix: (code: number, to: number) => this.dataPrefix(code, to),
      decode: (code: number, at: number, length: number, last: number, to: number) =>
        this.put(to, this.decode(code, bytes(at, length), last !== 0)),
      attachmentKey: (at: number, length: number, to: number) =>
        this.put(to, attachmentKey(bytes(at, length).toString('utf8'))),
      isDottedName: (at: number, length: number) => isDottedName(bytes(at, length).toString('utf8')),
      fractionOf: (at: number, length: number) => Number(`0.${bytes(at, length).toString('latin1')}`),
      redact: (at: number, length: number, last: number, written: number) =>
        this.redact(bytes(at, length), last !== 0, written >>> 0),
      hide: (at: number, length: number) => this.hider?.hide(bytes(at, length)),
      reasonText: (isSkip: number, code: number, at: number, length: number, to: number) =>
        this.put(to, this.reasonText(this.attachmentText(code, at >>> 0, length), isSkip !== 0)),
      takeNoise: (at: number, length: number, offset: number, isInTest: number) =>
        this.run.noise?.(bytes(at, length), offset, isInTest !== 0),
      outOfMemory,
    }
  }

  /** Sets the redactor that replaces secrets from now on; null turns redaction off. */
  redactBy(redactor: Redactor | null): void {
    this.redactor = redactor
    if (redactor !== null) {
      const format = { farthest: this.number('FARTHEST'), urlBit: this.number('URL_BIT') }
      const { tables, triples } = anchorTables(redactor.anchors, format)
      this.bytes(this.number('anchorTables'), tables.length).set(tables)
      this.exports.forgetTriples()
      for (const triple of triples) this.exports.addTriple(triple)
    }
    this.exports.setRedacting(redactor === null ? 0 : 1)
  }

  /** Sets what overwrites secrets in names from now on; null if there are none. */
  hideBy(hider: Hider | null): void {
    this.hider = hider
    this.exports.setHiding(hider === null ? 0 : 1)
  }

  private redact(window: Buffer, last: boolean, writtenTo: number): number {
    if (this.redactor === null) throw new Error('the engine has no redactor')
    const { read, written } = this.redactor.redact(window, last)
    this.bytes(writtenTo, 4).writeUInt32LE(written)
    return read
  }

  private put(to: number, text: string): number {
    return this.bytes(to >>> 0, Buffer.byteLength(text)).write(text)
  }

  /**
   * The engine's code of a rendering: the kind in the low byte, and above it an index into `renderings` for
   * the kinds that need more.
   */
  private renderingCode(mimeType: Buffer | null): number {
    const rendering = renderingOf(mimeType === null ? null : mimeType.toString('utf8'))
    if (rendering.kind === 'utf8') return 0
    if (rendering.kind === 'latin1') return 1
    const index = this.renderings.push(rendering) - 1
    return (index << 8) | (rendering.kind === 'charset' ? 2 : 3)
  }

  private rendering(code: number): Rendering {
    const kind = code & 0xff
    if (kind < 2) return { kind: kind === 0 ? 'utf8' : 'latin1' }
    return this.renderings[code >>> 8]
  }

  private attachmentText(code: number, at: number, length: number): string {
    const rendering = this.rendering(code)
    return rendering.kind === 'utf8'
      ? this.text(at, length)
      : attachmentText(rendering, this.bytes(at, length))
  }

  /** The text from which the statistics take a reason: of a failure the last lines, of a skip all of it. */
  private reasonText(text: string, isSkip: boolean): string {
    // one more than the engine writes, so that it marks what it cuts
    const longest = this.number('LONGEST_REASON') + 1
    return (isSkip ? [text] : lastLines(text)).map((line) => line.slice(0, longest)).join('\n')
  }

  private dataPrefix(code: number, to: number): number {
    const rendering = this.rendering(code)
    const prefix = rendering.kind === 'data' ? `data:${rendering.type};base64,` : ''
    return to === 0 ? Buffer.byteLength(prefix) : this.put(to, prefix)
  }

  private decode(code: number, bytes: Buffer, last: boolean): string {
    this.decoder ??= { code, decode: decoderOf(this.rendering(code)) }
    const text = this.decoder.decode(bytes, last)
    if (last) this.decoder = null
    return text
  }
}

const IDENTIFIER = String.raw`[\p{L}\p{Nl}\p{No}_][\p{L}\p{N}_]*`
const DOTTED = new RegExp(String.raw`^${IDENTIFIER}(?:\.${IDENTIFIER})*$`, 'u')

/** Whether the text is identifiers, as Python defines them, joined by dots. */
const isDottedName = (text: string): boolean => DOTTED.test(text)

function outOfMemory(): never {
  throw new Error(
    'the names of its tests need more than 4 GiB of memory; export it in parts, one run of tests each',
  )
}
