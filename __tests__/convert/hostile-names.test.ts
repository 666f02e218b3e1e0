/** Names that look like paths elsewhere: nothing is written outside the output directory. */

import { lstatSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Config } from '../../src/format/exported.ts'
import { convertFiles, readJson } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'

const NAMES = [
  '../escaped',
  '../../escaped',
  '..',
  '.',
  '/tmp/stackviz-escaped',
  '//tmp/stackviz-escaped',
  'C:\\escaped',
  'C:escaped',
  '\\\\server\\share',
  '..\\escaped',
  'a/../../escaped',
  'a\u0000b',
  '~/escaped',
  '$HOME/escaped',
  'x'.repeat(300),
  'é'.repeat(200),
  'config.json',
  'tempest_run_0_raw.json',
  '.git/config',
  '-rf',
  'con',
  'a:b',
  'a\nb',
  ' ',
  '%2e%2e%2fescaped',
]

/** Everything below a directory, except what is in `out`. */
const around = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/^out[\\/]/.test(name))
    .toSorted()

it('hostile ids, attachment names, types, tags and routes create no files', async () => {
  const stream = Buffer.concat(
    NAMES.filter((name) => !name.includes('\0')).flatMap((name) => [
      packet({ id: name, status: 'fail', mime: name, tags: [name], file: [name, name], route: name }),
    ]),
  )
  const from = directoryWith({ run: stream, 'out/mine': '' })
  const before = around(from)
  const { counts } = await convertFiles([join(from, 'run')], { destination: join(from, 'out') })
  expect(counts.tests).toBe(NAMES.length - 1)
  expect(around(from)).toEqual(before)
  expect(readdirSync(join(from, 'out')).length).toBe(8)
})

it.skipIf(process.platform === 'win32')('hostile input names become plain, unique ones', async () => {
  const fit = NAMES.filter(
    (name) => !/[\0/]/.test(name) && !/^\.+$/.test(name) && Buffer.byteLength(name) < 256,
  )
  const from = directoryWith({
    ...Object.fromEntries(fit.map((name) => [`in/${name}`, wholeTest('a')])),
    'in/é': wholeTest('b'),
    'in/_': wholeTest('c'),
  })
  const destination = join(from, 'out')
  const before = [...around(from), 'out'].toSorted()
  const names = readdirSync(join(from, 'in'))
  await convertFiles([...names.map((name) => join(from, 'in', name)), `${from}/in/../in/_`], { destination })
  expect(around(from)).toEqual(before)
  const { tempest } = readJson<Config>(destination, 'config.json')
  expect(new Set(tempest.map(({ raw }) => raw.toLowerCase())).size).toBe(names.length + 1)
  for (const name of readdirSync(destination)) expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,254}$/)
})

it.skipIf(process.platform === 'win32')(
  'a link in the place of an exported file is replaced, not followed',
  async () => {
    const from = directoryWith({ run: wholeTest('a'), 'out/mine': '', secret: 'as it was' })
    const links = ['config.json', 'tempest_run_0_raw.json', 'tempest_run_0_stats.json', 'report.html']
    for (const name of links) symlinkSync('../secret', join(from, 'out', name))
    await convertFiles([join(from, 'run')], {
      destination: join(from, 'out'),
      report: join(from, 'out/report.html'),
      page: join(import.meta.dirname, '../../dist/frontend/index.html'),
    })
    expect(readFileSync(join(from, 'secret'), 'utf8')).toBe('as it was')
    for (const name of links) expect(lstatSync(join(from, 'out', name)).isFile()).toBe(true)
  },
)
