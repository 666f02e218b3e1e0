import { Engine } from './engine.ts'

/** Searches text for tests of version 1. */
export class V1Seeker {
  private readonly engine = Engine.take(null)

  constructor() {
    this.engine.exports.begin(this.engine.number('SEEK_V1'), 0)
  }

  /** Takes the stream's next bytes. */
  write(chunk: Buffer): void {
    this.engine.write(chunk)
  }

  /** Whether the bytes so far end in the details of a test: what follows is part of an attachment. */
  get isInDetails(): boolean {
    return this.engine.number('inDetails') !== 0
  }

  /** Whether the bytes so far are directives alone, a time among them, and end in a test. */
  get isInTimedTest(): boolean {
    return this.engine.exports.isInTimedTest() !== 0
  }

  /** Whether a test ended in the bytes so far. */
  get hasEndedTest(): boolean {
    return this.engine.number('hasEnded') !== 0
  }

  /** Whether a test failed in the bytes so far, even if its details go on. */
  get hasFailedTest(): boolean {
    return this.engine.number('hasFailed') !== 0
  }

  /** Ends the stream, whose last line may have no end. */
  end(): void {
    this.engine.exports.endStream()
  }

  /** Releases the engine. */
  release(): void {
    Engine.release(this.engine)
  }
}
