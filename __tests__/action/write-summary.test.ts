import type * as FileSystem from 'node:fs'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { openSummary } from '../../src/action/write-summary.ts'
import { directoryWith } from '../helpers/directory.ts'

/** The error when a file is renamed to the summary's path; null for none. */
const fault = vi.hoisted(() => ({ code: null as string | null }))

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof FileSystem>()
  return {
    ...fs,
    renameSync: (from: string, to: string) => {
      if (fault.code !== null) throw Object.assign(new Error(fault.code), { code: fault.code })
      fs.renameSync(from, to)
    },
  }
})

afterEach(() => {
  fault.code = null
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

it.each([null, 'EACCES', 'EPERM', 'EBUSY'])(
  'the second text replaces the first, also if the file cannot be replaced by a rename: %s',
  (code) => {
    fault.code = code
    const directory = directoryWith({ summary: 'of another step\n' })
    vi.stubEnv('GITHUB_STEP_SUMMARY', join(directory, 'summary'))
    const put = openSummary()
    put('early\n')
    put('late\n')
    expect(readFileSync(join(directory, 'summary'), 'utf8')).toBe('of another step\n\nlate\n')
    expect(readdirSync(directory)).toEqual(['summary'])
  },
)

it.each([
  [0, true],
  [1, false],
])('a text with which the summary is %i bytes longer than 1 MiB is added: %s', (more, isAdded) => {
  const before = 'of another step\n'
  const directory = directoryWith({ summary: before })
  vi.stubEnv('GITHUB_STEP_SUMMARY', join(directory, 'summary'))
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  // in bytes, and a line break is put between the two
  const text = 'ü'.repeat(500_000) + 'x'.repeat(1_048_576 - 1_000_000 - before.length - 1 + more)
  openSummary()(text)
  const written = readFileSync(join(directory, 'summary'), 'utf8')
  expect(written === (isAdded ? `${before}\n${text}` : before)).toBe(true)
})
