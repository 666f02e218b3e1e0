import { Engine } from './engine.ts'

/** Looks for a good packet of version 2. */
export class V2Seeker {
  private readonly engine = Engine.take(null)

  constructor() {
    this.engine.exports.begin(this.engine.number('SEEK_V2'), 0)
  }

  /** Whether one was found in the stream's bytes so far; nothing may follow then. */
  write(chunk: Buffer): boolean {
    this.engine.write(chunk)
    return this.hasFound()
  }

  /** Whether one is in the stream, which ends here. */
  end(): boolean {
    this.engine.exports.endStream()
    return this.hasFound()
  }

  /** Says that it is not wanted any more. */
  release(): void {
    Engine.release(this.engine)
  }

  private hasFound(): boolean {
    return this.engine.exports.hasV2() !== 0
  }
}
