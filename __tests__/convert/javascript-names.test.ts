/** Names like `__proto__` are treated like any other. */

import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { RawTest, Stats, TestDetails, TreeNode } from '../../src/format/exported.ts'
import { runCommand } from '../helpers/command.ts'
import { convertFiles, readJson } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet } from '../helpers/v2-writer.ts'

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'length', '0', 'then']

const testOf = (name: string): Buffer =>
  Buffer.concat([
    ...NAMES.map((file) =>
      packet({ id: name, status: 'inprogress', mime: 'text/plain', file: [file, file] }),
    ),
    packet({ id: name, status: 'skip', tags: NAMES, mime: name, file: ['reason', name], route: name }),
    packet({ id: name, status: 'skip', tags: NAMES, mime: 'text/plain', file: ['reason', name] }),
  ])

it('names like __proto__ are kept as ids, tags, attachments and names of inputs', async () => {
  const stream = Buffer.concat([...NAMES, '__proto__.constructor.__proto__'].map(testOf))
  const from = directoryWith(Object.fromEntries([['__proto__', stream]]))
  const destination = directoryWith()
  const { counts } = await convertFiles([join(from, '__proto__')], { destination })
  expect(counts.tests).toBe(2 * (NAMES.length + 1))
  const read = <T>(what: string): T => readJson<T>(destination, `tempest___proto___0_${what}.json`)
  const raw = read<RawTest[]>('raw')
  const ids = [...NAMES, '__proto__.constructor.__proto__']
  expect(raw.map(({ name }) => name).toSorted()).toEqual([...ids, ...ids].toSorted())
  for (const { tags } of raw.slice(0, 9)) expect(tags).toEqual(NAMES.toSorted())
  const details = read<Record<string, TestDetails>>('details')
  const keys = new Map(Object.entries(details))
  expect(keys.size).toBe(2 * ids.length)
  for (const id of NAMES) {
    const files = new Map([...keys.entries()].filter(([key]) => key === id || key === `${id}#2`))
    const attachments = [...files.values()].flatMap((each) => Object.entries(each))
    for (const name of NAMES) expect(attachments).toContainEqual([name, name])
  }
  expect(read<Stats>('stats').skips.map(({ name }) => name)).toContain('__proto__')
  expect(
    read<TreeNode>('tree')
      .children?.map(({ name }) => name)
      .toSorted(),
  ).toEqual(NAMES.toSorted())
})

it('the tests and the command run with --disable-proto=throw', async () => {
  expect(() => Reflect.get({}, '__proto__') as unknown).toThrow('__proto__')
  expect(process.env.NODE_OPTIONS).toContain('--disable-proto=throw')
  const from = directoryWith({ run: Buffer.concat(NAMES.map(testOf)) })
  const { status } = await runCommand(['-f', join(from, 'run'), '--site', join(from, 'out')])
  expect(status).toBe(0)
})
