import type * as FileSystem from 'node:fs'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { removeScratch } from '../../src/action/remove-scratch.ts'
import { directoryWith } from '../helpers/directory.ts'

const fault = vi.hoisted(() => ({ code: '' }))

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof FileSystem>()
  return {
    ...fs,
    unlinkSync: (path: string) => {
      if (fault.code !== '') throw new Error(fault.code)
      fs.unlinkSync(path)
    },
  }
})

afterEach(() => {
  fault.code = ''
})

it('a directory is removed with its contents; a missing one causes no error', () => {
  const directory = directoryWith({ 'a/b': '' })
  removeScratch(join(directory, 'a'))
  removeScratch(join(directory, 'a'))
  expect(existsSync(join(directory, 'a'))).toBe(false)
})

it('a directory that another program has open stays, without an error', () => {
  const directory = directoryWith({ 'a/b': '' })
  fault.code = 'EBUSY'
  removeScratch(join(directory, 'a'))
  expect(existsSync(join(directory, 'a/b'))).toBe(true)
})
