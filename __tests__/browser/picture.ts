/**
 * Compares screenshots of the page with the pictures in references/.
 *
 *     UPDATE_PICTURES=1 npx vitest run __tests__/browser/pictures.test.ts    makes them anew
 *
 * They are the same on every machine, since the browser comes from npm and only uses its own fonts. If a
 * picture differs, the new one and the difference are written next to the reference.
 */

import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pixelmatch from 'pixelmatch'
import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'

const REFERENCES = join(import.meta.dirname, 'references')

/** Share of pixels that may differ, since other processors may smooth the edges of letters differently. */
const TOLERATED = 0.001
/** Difference in a pixel's colour, 0 to 1, that is ignored; two fills differ by more. */
const THRESHOLD = 0.1

/** Null if the page looks like its reference; else what is wrong. */
export async function differenceTo(page: Page, name: string): Promise<string | null> {
  const reference = join(REFERENCES, `${name}.png`)
  const now = await page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' })
  if (process.env['UPDATE_PICTURES']) {
    await mkdir(REFERENCES, { recursive: true })
    await writeFile(reference, now)
    return null
  }
  if (!existsSync(reference)) return `there is no ${reference}: make it with UPDATE_PICTURES=1`
  const [wanted, found] = [PNG.sync.read(await readFile(reference)), PNG.sync.read(now)]
  const { width, height } = wanted
  if (found.width !== width || found.height !== height) return `${found.width} × ${found.height} pixels`
  const difference = new PNG({ width, height })
  const count = pixelmatch(wanted.data, found.data, difference.data, width, height, { threshold: THRESHOLD })
  const [foundPath, differencePath] = ['now', 'difference'].map((kind) =>
    join(REFERENCES, `${name}.${kind}.png`),
  )
  if (count <= width * height * TOLERATED) {
    await Promise.all([foundPath, differencePath].map((path) => rm(path, { force: true })))
    return null
  }
  await writeFile(foundPath, now)
  await writeFile(differencePath, PNG.sync.write(difference))
  return `${count} pixels differ from ${reference}: see ${differencePath}`
}
