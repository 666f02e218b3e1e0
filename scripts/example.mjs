/**
 * Exports `examples/` and builds the report with the committed dist/, so that nothing need be installed.
 *
 *     npm run example [-- --open]
 */

import { execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
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

execFileSync(process.execPath, ['dist/cli/index.js', ...args, '--report', report, join(out, 'data')], {
  cwd: root,
  stdio: 'inherit',
})

if (process.argv.includes('--open')) {
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform] ?? 'xdg-open'
  spawn(opener, [report], { detached: true, stdio: 'ignore' })
    .on('error', () => console.error(`${opener} is not there: open the report by hand`))
    .unref()
} else {
  console.log(`\nOpen ${report} in a browser, or run: npm run example -- --open`)
}
