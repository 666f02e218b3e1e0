import type * as FileSystem from 'node:fs'
import { existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { Staging } from '../src/export/staging.ts'
import { removeFile, removeTree } from '../src/files.ts'
import { directoryWith } from './helpers/directory.ts'

/** As that of Node 24.0 on Windows, which removes nothing where a path is not in ASCII. */
vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof FileSystem>()
  return {
    ...fs,
    rmSync: (path: string, options: object) => /[^\0-\x7f]/.test(path) || fs.rmSync(path, options),
  }
})

it('a file is removed if it is there; a directory is not', () => {
  const directory = directoryWith({ 'ü/a': '', 'ü/b/c': '' })
  for (const name of ['ü/a', 'ü/none', 'ü/a/none']) removeFile(join(directory, name))
  expect(() => removeFile(join(directory, 'ü/b'))).toThrow(/EISDIR|EPERM/)
  expect(readdirSync(join(directory, 'ü'))).toEqual(['b'])
})

it('a directory is removed with all that is in it, but not with what its links lead to', () => {
  const directory = directoryWith({ 'ü/a/b/c': '', 'ü/d': '', 'kept/e': '' })
  symlinkSync(join(directory, 'kept'), join(directory, 'ü/a/link'))
  for (const name of ['ü', 'none']) removeTree(join(directory, name))
  expect(existsSync(join(directory, 'ü'))).toBe(false)
  expect(existsSync(join(directory, 'kept/e'))).toBe(true)
})

it('an export into a directory whose name is not in ASCII replaces the earlier one, and leaves nothing else', () => {
  const directory = join(
    directoryWith({
      'ü/config.json': '{"tempest":[{"raw":"tempest_a_0_raw.json"}]}',
      'ü/tempest_a_0_raw.json': '',
    }),
    'ü',
  )
  const staging = new Staging(directory)
  writeFileSync(staging.path('config.json'), '{}')
  writeFileSync(staging.scratch('spool'), 'a secret')
  staging.commit()
  expect(readdirSync(directory)).toEqual(['config.json'])
})
