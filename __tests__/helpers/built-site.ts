/** The built action with pages for a site, which are a stand-in's where the build has none. */

import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { directoryWith } from './directory.ts'

const ROOT = join(import.meta.dirname, '../..')
const DIST = process.env.STACKVIZ_DIST ?? join(ROOT, 'dist')

/** Path of the action's entry file. To be called in a test: the copy goes with it. */
export function builtWithSite(): string {
  if (existsSync(join(DIST, 'frontend/site/index.html'))) return join(DIST, 'action/index.js')
  const copy = directoryWith({
    'dist/frontend/site/index.html': '<!doctype html><script src="app/__APP__/index.js"></script>',
    'dist/frontend/site/app/version': 'a1',
    'dist/frontend/site/app/index.js': '// the index',
  })
  for (const part of ['action', 'engine', 'frontend'])
    cpSync(join(DIST, part), join(copy, 'dist', part), { recursive: true })
  return join(copy, 'dist/action/index.js')
}
