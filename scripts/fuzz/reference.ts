import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { PYTHON } from '../../__tests__/conformance/oracle.ts'
import type { StreamAnswer } from './streams.ts'

/** The longest streams take seconds. */
const MAX_MILLISECONDS = 60_000

/** The reference libraries in a child process, which answers about one stream after the other. */
export class Reference {
  private readonly child: ChildProcessWithoutNullStreams
  private readonly waiting: { resolve: (answer: StreamAnswer) => void; reject: (error: Error) => void }[] = []
  private said = ''

  constructor() {
    this.child = spawn(PYTHON, [join(import.meta.dirname, 'reference.py')])
    this.child.stderr.on('data', (text: Buffer) => (this.said += text.toString()))
    createInterface(this.child.stdout).on('line', (line) =>
      this.waiting.shift()?.resolve(JSON.parse(line) as StreamAnswer),
    )
    this.child.on('close', () => {
      for (const { reject } of this.waiting) reject(new Error(`reference.py has ended: ${this.said}`))
    })
  }

  ask(stream: Buffer): Promise<StreamAnswer> {
    return new Promise((resolve, reject) => {
      const tooLong = (): void => reject(new Error(`reference.py is silent about ${stream.length} bytes`))
      const timer = setTimeout(tooLong, MAX_MILLISECONDS).unref()
      const stop = (answer: StreamAnswer): void => {
        clearTimeout(timer)
        resolve(answer)
      }
      this.waiting.push({ resolve: stop, reject })
      this.child.stdin.write(`${stream.toString('base64')}\n`)
    })
  }

  end(): void {
    this.child.stdin.end()
  }
}
