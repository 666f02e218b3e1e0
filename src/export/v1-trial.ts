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

/** Decodes the beginning of a stream as version 1, only to learn what is at its end. */
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

  /** Releases the engine. */
  release(): void {
    Engine.release(this.engine)
  }
}
