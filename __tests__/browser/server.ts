/** A small HTTP server for a directory, as well-behaved or broken as a test requires; records requests. */

import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

export interface Asked {
  /** `data/tempest_run_0_details.json.gz` */
  readonly path: string
  /** First and last byte of the requested range; null without one. */
  readonly range: readonly [number, number] | null
  /** Whether the connection was closed before the answer was complete. */
  stopped: boolean
}

export interface Served {
  readonly path: string
  readonly range: Asked['range']
  readonly content: Buffer
  readonly response: ServerResponse
}

/** Answers a request; false leaves it to the next one. */
export type Manner = (served: Served) => boolean

export interface TestServer {
  /** URL of the directory, with a slash at the end. */
  readonly url: string
  /** Requests for files in data/, in order. */
  readonly asked: Asked[]
  readonly close: () => void
}

export async function serve(directory: string, ...manners: readonly Manner[]): Promise<TestServer> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://x').pathname.slice(1).replace(/(^|\/)$/, '$1index.html')
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
    const range = from === undefined ? null : ([Number(from), Number(to)] as const)
    if (path.startsWith('data/')) {
      const entry: Asked = { path, range, stopped: false }
      asked.push(entry)
      response.on('close', () => {
        entry.stopped = !response.writableEnded
      })
    }
    void readFile(join(directory, path)).then(
      (content) => [...manners, wholeFile].some((manner) => manner({ path, range, content, response })),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
}

const wholeFile: Manner = ({ path, content, response }) => {
  const type = TYPES[extname(path)] ?? 'application/octet-stream'
  response.writeHead(200, { 'content-type': type, 'content-length': content.length }).end(content)
  return true
}

/** Ignores ranges and sends only half of the data: a client that waits for its end waits forever. */
export const halfOfTheData: Manner = ({ path, content, response }) => {
  if (!path.startsWith('data/')) return false
  response.writeHead(200, { 'content-length': content.length })
  response.write(content.subarray(0, content.length >> 1))
  return true
}

/** Answers range requests, as most servers do. */
export const ranges: Manner = ({ range, content, response }) => {
  if (range === null) return false
  const [from, to] = [range[0], Math.min(range[1], content.length - 1)]
  if (from > to) response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end()
  else sendPart(response, content, from, to)
  return true
}

export function sendPart(response: ServerResponse, content: Buffer, from: number, to: number): void {
  response.writeHead(206, {
    'content-range': `bytes ${from}-${to}/${content.length}`,
    'content-length': to + 1 - from,
    'accept-ranges': 'bytes',
  })
  response.end(content.subarray(from, to + 1))
}

/** Answers everything in data/ with the function. */
export const ofData =
  (answer: (served: Served) => void): Manner =>
  (served) => {
    if (!served.path.startsWith('data/')) return false
    answer(served)
    return true
  }
