import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished, vi } from 'vitest'
import { jobIdentity } from '../../../src/action/site/identity.ts'

it('a cancelled job does not wait for its identity, and blames nobody', async () => {
  const cancelled = new AbortController()
  const reason = new Error('cancelled')
  // never answers
  const server = createServer(() => cancelled.abort(reason))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    vi.unstubAllEnvs()
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  vi.stubEnv('ACTIONS_ID_TOKEN_REQUEST_URL', `http://127.0.0.1:${port}/?`)
  vi.stubEnv('ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'x')
  await expect(jobIdentity(cancelled.signal)).rejects.toBe(reason)
})
