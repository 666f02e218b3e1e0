import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server of ours that stands in for one of GitHub's. */
export abstract class StandIn {
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch((error: unknown) => {
      this.onFault(error)
      response.destroy()
    })
  })

  protected abstract answer(request: IncomingMessage, response: ServerResponse): Promise<void>

  /** Called if `answer` throws. */
  protected onFault(_error: unknown): void {}

  protected async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    return this
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }
}

export async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
