/** A bare repository behind git's own http-backend, on a server that requires the token. */

import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const BACKEND = join(execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(), 'git-http-backend')

/** Makes git ignore the configuration of whoever runs the tests. */
const QUIET = { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }

export interface GitRequest {
  readonly path: string
  readonly authorization: string
  /** Size of the answer in bytes, including its headers. */
  received: number
}

export class GitServer {
  readonly requests: GitRequest[] = []
  /** Answers instead of git if it returns true. */
  intercept: ((request: IncomingMessage, response: ServerResponse) => boolean) | null = null
  readonly root = mkdtempSync(join(tmpdir(), 'stackviz-git-'))
  readonly repository = join(this.root, 'stack/nova.git')
  private readonly token: string
  private readonly server: Server

  private constructor(token: string) {
    this.token = token
    this.server = createServer((request, response) => this.answer(request, response))
  }

  static async start(token: string): Promise<GitServer> {
    const server = new GitServer(token)
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', server.repository], { env: QUIET })
    for (const [key, value] of [
      ['http.receivepack', 'true'],
      ['receive.autogc', 'false'],
      // as on GitHub
      ['uploadpack.allowFilter', 'true'],
      ['uploadpack.allowAnySHA1InWant', 'true'],
    ])
      server.git('config', key, value)
    await new Promise<void>((resolve) => server.server.listen(0, '127.0.0.1', resolve))
    return server
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 })
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** Bytes fetched since the request with index `from`. */
  fetched(from = 0): number {
    return this.requests.slice(from).reduce((sum, { received }) => sum + received, 0)
  }

  git(...args: readonly string[]): string {
    return execFileSync('git', ['-C', this.repository, ...args], {
      env: QUIET,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trimEnd()
  }

  /** Adds a commit by someone else that contains these files and no others; returns its id. */
  commit(branch: string, files: Readonly<Record<string, string>>, message = 'Work'): string {
    const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`
    const tip = this.tip(branch)
    const input = [
      `commit refs/heads/${branch}\ncommitter a <a@b> 1772366400 +0000\n${data(message)}`,
      tip === '' ? '' : `from ${tip}\n`,
      'deleteall\n',
      ...Object.entries(files).map(([path, content]) => `M 100644 inline ${path}\n${data(content)}`),
    ].join('')
    execFileSync('git', ['-C', this.repository, 'fast-import', '--quiet', '--force'], { env: QUIET, input })
    return this.tip(branch)
  }

  tip(branch: string): string {
    return this.git('for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`)
  }

  /** Paths of all files on a branch. */
  files(branch: string): string[] {
    return this.git('ls-tree', '-r', '--name-only', branch).split('\n')
  }

  read(branch: string, path: string): string {
    return this.git('cat-file', 'blob', `${branch}:${path}`)
  }

  /** Installs a server hook, written in sh. */
  hook(name: 'pre-receive' | 'update', script: string): void {
    writeFileSync(join(this.repository, 'hooks', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url)
    const authorization = request.headers.authorization ?? ''
    const record: GitRequest = {
      path: `${url.pathname}${url.search}`,
      authorization,
      received: 0,
    }
    this.requests.push(record)
    if (this.intercept?.(request, response)) return
    const wanted = `basic ${Buffer.from(`x-access-token:${this.token}`).toString('base64')}`
    if (authorization.toLowerCase() !== wanted.toLowerCase()) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end()
      return
    }
    const backend = spawn(BACKEND, {
      env: {
        ...QUIET,
        GIT_PROJECT_ROOT: this.root,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: url.pathname.replace(/\/nova(?:\.git)?\//, '/nova.git/'),
        QUERY_STRING: url.search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        ...(request.headers['content-length'] === undefined
          ? {}
          : { CONTENT_LENGTH: request.headers['content-length'] }),
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
        REMOTE_USER: 'x-access-token',
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    request.on('error', () => backend.kill()).pipe(backend.stdin)
    backend.stdin.on('error', () => undefined)
    // a connection may serve several requests
    const written = request.socket.bytesWritten
    response.on('finish', () => {
      record.received = request.socket.bytesWritten - written
    })
    passOn(backend.stdout, response)
  }
}

/** Forwards the output of a CGI program: headers, an empty line, the body. */
function passOn(from: NodeJS.ReadableStream, response: ServerResponse): void {
  let head: Buffer | null = Buffer.alloc(0)
  from.on('data', (chunk: Buffer) => {
    if (head === null) {
      response.write(chunk)
      return
    }
    head = Buffer.concat([head, chunk])
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) return
    const headers = head
      .subarray(0, end)
      .toString()
      .split('\r\n')
      .map((line): [string, string] => [line.split(':', 1)[0], line.replace(/^[^:]*: */, '')])
    const status = headers.find(([name]) => name === 'Status')?.[1] ?? '200'
    response.writeHead(
      Number.parseInt(status, 10),
      Object.fromEntries(headers.filter(([n]) => n !== 'Status')),
    )
    const rest = head.subarray(end + 4)
    head = null
    response.write(rest)
  })
  from.on('end', () => response.end())
}
