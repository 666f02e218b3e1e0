/** Case-insensitive file systems such as NTFS and APFS, mocked because they are rare on Linux. */

import type * as FileSystem from 'node:fs'
import { readdirSync, writeFileSync } from 'node:fs'
import { expect, it, vi } from 'vitest'
import { Staging } from '../../src/export/staging.ts'
import { directoryWith } from '../helpers/directory.ts'

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof FileSystem>()
  const fold = (path: string): string => path.replace(/tempest_[^/]*$/i, (name) => name.toLowerCase())
  return {
    ...fs,
    lstatSync: (path: string, options: object) => fs.lstatSync(fold(path), options),
    statSync: (path: string, options: object) => fs.statSync(fold(path), options),
    renameSync: (from: string, to: string) => fs.renameSync(fold(from), fold(to)),
    rmSync: (path: string, options: object) => fs.rmSync(fold(path), options),
    writeFileSync: (path: string, data: string) => fs.writeFileSync(fold(path), data),
  }
})

it('on a case-insensitive file system, an export keeps its files when it replaces one whose names differ only in case', () => {
  const directory = directoryWith()
  for (const name of ['tempest_Run_0_raw.json', 'tempest_run_0_raw.json']) {
    const staging = new Staging(directory)
    writeFileSync(staging.path(name), '[]')
    writeFileSync(staging.path('config.json'), JSON.stringify({ raw: name }))
    staging.commit()
  }
  expect(readdirSync(directory)).toEqual(['config.json', 'tempest_run_0_raw.json'])
})
