import type * as FileSystem from 'node:fs'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { moveFile, removeFile } from '../src/files.ts'
import { directoryWith } from './helpers/directory.ts'

/** How many more renames and removals fail because another program is in the way, and with which code. */
const others = vi.hoisted(() => ({ left: 0, code: 'EPERM' }))

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof FileSystem>()
  const refuse = (): void => {
    if (others.left-- > 0) throw Object.assign(new Error(others.code), { code: others.code })
  }
  return {
    ...fs,
    renameSync: (from: string, to: string) => {
      refuse()
      fs.renameSync(from, to)
    },
    unlinkSync: (path: string) => {
      refuse()
      fs.unlinkSync(path)
    },
  }
})

let directory: string
const move = (): void => moveFile(join(directory, 'new'), join(directory, 'old'))
const onPlatform = (platform: string): void => {
  vi.stubGlobal('process', Object.create(process, { platform: { value: platform } }))
}

const pauses: number[] = []

beforeEach(() => {
  pauses.length = 0
  vi.spyOn(Atomics, 'wait').mockImplementation((...[, , , pause = 0]) => {
    pauses.push(pause)
    return 'timed-out'
  })
  directory = directoryWith({ new: 'new', old: 'old' })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

it.each(['EPERM', 'EACCES', 'EBUSY'])('on Windows, a move that fails with %s is retried', (code) => {
  onPlatform('win32')
  Object.assign(others, { left: 4, code })
  move()
  expect(readFileSync(join(directory, 'old'), 'utf8')).toBe('new')
})

it('on Windows, a removal that fails is retried', () => {
  onPlatform('win32')
  Object.assign(others, { left: 4, code: 'EBUSY' })
  removeFile(join(directory, 'old'))
  expect([readdirSync(directory), pauses]).toEqual([['new'], [10, 20, 50, 120]])
})

it('on Windows, a move that keeps failing throws after two seconds', () => {
  onPlatform('win32')
  Object.assign(others, { left: 8, code: 'EBUSY' })
  expect(move).toThrow('EBUSY')
  expect(pauses.reduce((sum, pause) => sum + pause)).toBe(2000)
})

it.each([
  ['linux', 'EPERM'],
  ['win32', 'ENOSPC'],
])('on %s, a move that fails with %s is not retried', (platform, code) => {
  onPlatform(platform)
  Object.assign(others, { left: 1, code })
  expect(move).toThrow(code)
  expect(pauses).toEqual([])
})
