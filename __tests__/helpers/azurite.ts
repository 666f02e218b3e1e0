/** The real emulator of Azure's blob store, which GitHub stores artifacts in. Nothing is written to disk. */

import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { createRequire } from 'node:module'
import { freePort } from './free-port.ts'

/** Every emulator has this account and key; both are in Microsoft's documentation. */
const ACCOUNT = 'devstoreaccount1'
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

const CONTAINER = 'artifacts'

export class Azurite {
  private readonly process: ChildProcess
  private readonly origin: string

  private constructor(process: ChildProcess, port: number) {
    this.process = process
    this.origin = `http://127.0.0.1:${port}/${ACCOUNT}`
  }

  static async start(): Promise<Azurite> {
    const port = await freePort()
    const program = createRequire(import.meta.url).resolve('azurite/dist/src/blob/main.js')
    const options = [
      '--blobHost',
      '127.0.0.1',
      '--blobPort',
      String(port),
      '--inMemoryPersistence',
      '--skipApiVersionCheck',
      '--disableTelemetry',
    ]
    const child = spawn(process.execPath, [program, ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // not our code: it uses __proto__, which our NODE_OPTIONS forbid
      env: { ...process.env, NODE_OPTIONS: '' },
    })
    await new Promise<void>((resolve, reject) => {
      child.on('exit', (code) => reject(new Error(`azurite ended with ${code} before it was ready`)))
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (/successfully listen/i.test(text)) resolve()
      })
    })
    const azurite = new Azurite(child, port)
    const made = await fetch(`${azurite.origin}/${CONTAINER}?restype=container&${signature()}`, {
      method: 'PUT',
    })
    if (made.status !== 201) throw new Error(`azurite made no container: ${made.status} ${await made.text()}`)
    return azurite
  }

  /** URL to write a blob to and read it from, signed as GitHub signs its own. */
  url(name: string): string {
    return `${this.origin}/${CONTAINER}/${encodeURIComponent(name)}?${signature()}`
  }

  async read(name: string): Promise<{ type: string | null; content: Buffer }> {
    const response = await fetch(this.url(name))
    if (!response.ok) throw new Error(`azurite has no ${name}: ${response.status}`)
    return { type: response.headers.get('content-type'), content: Buffer.from(await response.arrayBuffer()) }
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.on('exit', resolve))
    this.process.removeAllListeners('exit').on('exit', () => undefined)
    this.process.kill()
    await Promise.race([ended, new Promise((resolve) => this.process.on('close', resolve))])
  }
}

/** A shared access signature for the account, valid for an hour. */
function signature(): string {
  const time = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
  const fields = {
    sp: 'rwlac',
    ss: 'b',
    srt: 'sco',
    st: time(Date.now() - 60_000),
    se: time(Date.now() + 3_600_000),
  }
  const last = { spr: 'https,http', sv: '2019-12-12' }
  const text = [ACCOUNT, ...Object.values(fields), '', last.spr, last.sv, ''].join('\n')
  const sig = createHmac('sha256', Buffer.from(KEY, 'base64')).update(text).digest('base64')
  return new URLSearchParams({ ...fields, ...last, sig }).toString()
}
