import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openGitHub } from '../../src/action/github/client.ts'
import { GitHubApi } from '../helpers/github-api.ts'
import { ResultsService } from '../helpers/results-service.ts'
import { Job } from '../helpers/runner.ts'
import { wholeTest } from '../helpers/v2-writer.ts'

describe('a runner behind a proxy', () => {
  let api: Server
  let proxy: Server
  /** The port to which the proxy connects for any host name. */
  let port: number
  const told: string[] = []
  const portOf = (server: Server): number => (server.address() as AddressInfo).port
  const listen = (server: Server): Promise<void> =>
    new Promise((done) => server.listen(0, '127.0.0.1', () => done()))

  beforeAll(async () => {
    api = createServer(({ url, headers }, response) => {
      told.push(`${url} ${headers.authorization ?? 'no token'}`)
      response.setHeader('content-type', 'application/json').end('{"answer":1}')
    })
    proxy = createServer().on('connect', ({ url, headers }, socket) => {
      told.push(`by the proxy to ${url}: ${headers.authorization ?? 'no token'}`)
      // the host names do not exist, so every connection goes to the one server
      const onward = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        onward.pipe(socket).pipe(onward)
      })
    })
    await Promise.all([listen(api), listen(proxy)])
  })
  beforeEach(() => {
    told.splice(0)
    port = portOf(api)
  })
  afterAll(() => {
    api.close()
    proxy.close()
  })

  const open = (env: Record<string, string>) =>
    openGitHub('secret', { GITHUB_REPOSITORY: 'a/b', ...env }, new AbortController().signal)

  it.each(['HTTP_PROXY', 'http_proxy'])('reaches GitHub and the blob store through %s', async (name) => {
    for (const scheme of ['http://', '']) {
      told.splice(0)
      const env = {
        GITHUB_API_URL: 'http://api.example.test',
        [name]: `${scheme}127.0.0.1:${portOf(proxy)}`,
      }
      const { call, web } = await open(env)
      expect((await call('GET /repos/{owner}/{repo}')).data).toEqual({ answer: 1 })
      expect(await (await web('http://blobs.example.test/x')).json()).toEqual({ answer: 1 })
      expect(told).toEqual([
        'by the proxy to api.example.test:80: no token',
        '/repos/a/b token secret',
        'by the proxy to blobs.example.test:80: no token',
        '/x no token',
      ])
    }
  })

  it('bypasses the proxy for hosts in no_proxy', async () => {
    const { call } = await open({
      GITHUB_API_URL: `http://127.0.0.1:${portOf(api)}`,
      http_proxy: `http://127.0.0.1:${portOf(proxy)}`,
      no_proxy: 'example.test,127.0.0.1',
    })
    expect((await call('GET /repos/{owner}/{repo}')).data).toEqual({ answer: 1 })
    expect(told).toEqual(['/repos/a/b token secret'])
  })

  it('sets the commit status through the proxy when the whole step runs', async () => {
    const [service, github] = [await ResultsService.start(), await GitHubApi.start()]
    using job = new Job()
    writeFileSync(join(job.workspace, 'run.subunit'), wholeTest('a.test_x'))
    port = Number(new URL(github.env.GITHUB_API_URL).port)
    const env = {
      ...service.env,
      GITHUB_API_URL: 'http://api.example.test',
      http_proxy: `http://127.0.0.1:${portOf(proxy)}`,
      no_proxy: '127.0.0.1',
    }
    const { status } = await job.step({ contexts: { token: 'secret' }, env, inputs: { status: 'true' } })
    expect([status, github.statuses.map(({ state }) => state)]).toEqual([0, ['success']])
    expect(new Set(told)).toEqual(new Set(['by the proxy to api.example.test:80: no token']))
    await Promise.all([service.stop(), github.stop()])
  })
})
