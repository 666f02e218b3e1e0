import { Engine, type EngineClient } from './engine.ts'

/** Bytes of attachments that the engine keeps before it hands them over, to be dropped. */
const MAX_IN_MEMORY = 1 << 20

/** What is decoded is not wanted: spilled bytes are never looked at, so anything may come back for them. */
const DROP: EngineClient = {
  write: () => undefined,
  cut: () => undefined,
  spill: () => 0,
  unspill: () => undefined,
  forgetSpilled: () => undefined,
}

/** Decodes text as version 1, only to learn whether there are tests in it. */
export class V1Trial {
  private readonly engine = Engine.take(DROP)

  constructor() {
    this.engine.redactBy(null)
    this.engine.exports.begin(this.engine.number('V1'), MAX_IN_MEMORY)
  }

  /** Takes the stream's next bytes. */
  write(chunk: Buffer): void {
    this.engine.write(chunk)
  }

  /** Whether the bytes so far end in the details of a test: what follows is part of an attachment. */
  get isInDetails(): boolean {
    return this.engine.exports.endsInDetails() !== 0
  }

  /** Whether a test ended in the bytes so far. */
  get hasEndedTest(): boolean {
    return this.engine.exports.hasEndedTest() !== 0
  }

  /** Whether a test failed in the bytes so far, even if its details go on. */
  get hasFailedTest(): boolean {
    return this.engine.exports.hasFailedTest() !== 0
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
