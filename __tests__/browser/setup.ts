/** Unpacks the browser and builds the pages once for all test files, since that takes as long as many of them. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildFrontend } from '../../scripts/build-frontend.ts'
import { NO_BROWSER, UNPACKED, unpack } from './browser.ts'

let directory: string | null = null

/** Called by vitest before the first file. */
export async function setup(project: TestProject): Promise<void> {
  if (NO_BROWSER !== null) return
  const { TMPDIR: temporary } = process.env
  directory = await mkdtemp(join(tmpdir(), 'stackviz-chromium-'))
  await unpack(directory)
  const frontend = join(directory, 'frontend')
  await buildFrontend(frontend)
  project.onTestsRerun(() => buildFrontend(frontend))
  process.env[UNPACKED] = directory
  if (temporary === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = temporary
}

/** Called after the last one. */
export async function teardown(): Promise<void> {
  if (directory !== null) await rm(directory, { recursive: true, force: true })
}
