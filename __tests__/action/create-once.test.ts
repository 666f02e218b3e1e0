import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { GitHub } from '../../src/action/github/client.ts'
import { createOnce } from '../../src/action/github/create-once.ts'

const lost = Object.assign(new Error('socket hang up'), { status: 500 })

describe('createOnce', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const github = (): GitHub => ({
    call: () => Promise.reject(new Error('no call')),
    web: fetch,
    signal: new AbortController().signal,
  })

  it.each([1, 2, 3, 4])('finds what try %i created if its answer was lost', async (last) => {
    let tries = 0
    const created = createOnce(
      github(),
      () => Promise.resolve(tries === last ? 'found' : null),
      () => {
        tries += 1
        return Promise.reject(lost)
      },
    )
    await vi.runAllTimersAsync()
    expect([await created, tries]).toEqual(['found', last])
  })

  it('gives up after four tries with the last error', async () => {
    let tries = 0
    const created = createOnce(
      github(),
      () => Promise.resolve(null),
      () => {
        tries += 1
        return Promise.reject(lost)
      },
    ).catch((error: unknown) => error)
    await vi.runAllTimersAsync()
    expect([await created, tries]).toEqual([lost, 4])
  })
})
