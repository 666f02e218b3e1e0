/** The browser is unpacked once for all files of tests: that takes as long as many of them. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NO_BROWSER, UNPACKED, unpack } from './browser.ts'

// biome-ignore lint: vitest calls the default export
export default async function setup(): Promise<() => Promise<void>> {
  if (NO_BROWSER !== null) return async () => {}
  const { TMPDIR: temporary } = process.env
  const directory = await mkdtemp(join(tmpdir(), 'stackviz-chromium-'))
  await unpack(directory)
  process.env[UNPACKED] = directory
  if (temporary === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = temporary
  return () => rm(directory, { recursive: true, force: true })
}
