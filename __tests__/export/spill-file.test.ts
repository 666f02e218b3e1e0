import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { seeded } from '../../bench/seeded.ts'
import { JsonList } from '../../src/export/json-list.ts'
import { SpillFile } from '../../src/export/spill-file.ts'
import { directoryWith } from '../helpers/directory.ts'

const MIB = 1 << 20

it('a spill file gives back what was appended, be it on disk, in memory or in both', () => {
  const file = new SpillFile(join(directoryWith(), 'spill'))
  const random = seeded(1)
  const all = Buffer.alloc(5 * MIB, 0).map(() => Math.floor(random() * 256))
  for (let at = 0; at < all.length; ) {
    const length = Math.min(all.length - at, at % 7 === 0 ? 300_000 : 1 + Math.floor(random() * 70_000))
    expect(file.append(all.subarray(at, at + length))).toBe(at)
    at += length
  }
  for (let n = 0; n < 200; n++) {
    const from = Math.floor(random() * all.length)
    const bytes = Buffer.alloc(Math.floor(random() * Math.min(2 * MIB, all.length - from)))
    file.read(from, bytes)
    expect(bytes.equals(all.subarray(from, from + bytes.length))).toBe(true)
  }
  file.close()
})

it('a spill file is created on disk only after 1 MiB, and starts again at 0 when cleared', () => {
  const path = join(directoryWith(), 'spill')
  const file = new SpillFile(path)
  file.append(Buffer.alloc(MIB, 'a'))
  expect(existsSync(path)).toBe(false)
  expect(file.append(Buffer.from('b'))).toBe(MIB)
  expect(existsSync(path)).toBe(true)
  file.clear()
  expect(file.append(Buffer.from('cd'))).toBe(0)
  const bytes = Buffer.alloc(2)
  file.read(0, bytes)
  expect(bytes.toString()).toBe('cd')
  file.close()
})

it('a spill file holds several lists at once, each complete', () => {
  const file = new SpillFile(join(directoryWith(), 'lists'))
  const [odd, even] = [new JsonList(file), new JsonList(file)]
  expect(odd.isEmpty).toBe(true)
  for (let n = 0; n < 3000; n++) {
    const list = n % 2 === 0 ? even : odd
    list.append(Buffer.from(`${n < 2 ? '' : ','}${JSON.stringify({ n, text: 'x'.repeat(1000) })}`))
  }
  const numbers = (list: JsonList): number[] =>
    (JSON.parse(`[${Array.from(list.pieces(), String).join('')}]`) as { n: number }[]).map(({ n }) => n)
  expect(numbers(odd)).toEqual(Array.from({ length: 1500 }, (_, i) => 2 * i + 1))
  expect(numbers(even)).toEqual(Array.from({ length: 1500 }, (_, i) => 2 * i))
  const one = JSON.stringify({ n: 1, text: 'x'.repeat(1000) }).length
  expect(odd.first(one)).toEqual([{ n: 1, text: 'x'.repeat(1000) }])
  file.close()
})
