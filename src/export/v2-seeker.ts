import { Engine } from './engine.ts'

/** Searches a stream for a valid packet of version 2. */
export class V2Seeker {
  private readonly engine = Engine.take(null)

  constructor() {
    this.engine.exports.begin(this.engine.number('SEEK_V2'), 0)
  }

  /** Memory that the stream's next bytes may be read into, to spare `write` a copy. */
  room(length: number): Buffer {
    return this.engine.room(length)
  }

  /** Whether the bytes so far contain one; do not write any more after true. */
  write(chunk: Buffer): boolean {
    this.engine.write(chunk)
    return this.hasFound
  }

  /** Ends the stream, and returns whether it contains one. */
  end(): boolean {
    this.engine.exports.endStream()
    return this.hasFound
  }

  get hasFound(): boolean {
    return this.engine.exports.hasV2() !== 0
  }

  /** Offset of the packet that was found. */
  get foundAt(): number {
    return this.engine.exports.foundAt()
  }

  /** Releases the engine. */
  release(): void {
    Engine.release(this.engine)
  }
}
