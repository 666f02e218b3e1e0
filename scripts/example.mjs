/**
 * Exports `examples/` and builds the report with the committed dist/, so that nothing need be installed.
 *
 *     npm run example [-- --open]
 */

import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// not import.meta.dirname: a Node that is too old for it gets as far as the command, which says so
const root = fileURLToPath(new URL('..', import.meta.url))
const out = join(root, 'stackviz-report')
const report = join(out, 'report.html')
const args = [
  '--stream-file',
  'examples/nova.subunit.gz',
  '--dstat',
  'examples/dool.csv',
  '--title',
  'nova unit tests',
]

const command = ['dist/cli/index.js', ...args, '--report', report, join(out, 'data')]
const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)

if (process.argv.includes('--open')) {
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform] ?? 'xdg-open'
  spawn(opener, [report], { detached: true, stdio: 'ignore' })
    .on('error', () => console.error(`${opener} is not there: open the report by hand`))
    .unref()
} else {
  console.log(`\nOpen ${report} in a browser, or run: npm run example -- --open`)
}
