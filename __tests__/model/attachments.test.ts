import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Attachment, AttachmentStore } from '../../src/model/attachments.ts'
import { directoryWith } from '../helpers/directory.ts'

it('keeps what is beyond its limit in a file, which is empty again when the test has ended', () => {
  const path = join(directoryWith(), 'spill')
  const store = new AttachmentStore(path, 1000)
  const [first, second] = [new Map<string, Attachment>(), new Map<string, Attachment>()]
  const bytes = Buffer.from('0123456789')
  for (let i = 0; i < 200; i++) {
    store.add(first, 'log', null, bytes)
    store.add(second, 'log', 'text/plain', bytes)
    bytes[0] = 65 + (i % 26)
  }
  const [one, two] = [first, second].map((map) =>
    Buffer.concat(Array.from(store.read(map.get('log') as Attachment), (piece) => Buffer.from(piece))),
  )
  expect(one.length).toBe(2000)
  expect(one.toString().slice(1990)).toBe('Q123456789')
  expect(two.equals(one)).toBe(true)
  expect(statSync(path).size).toBeGreaterThan(3000)
  store.release(first)
  store.release(second)
  expect(statSync(path).size).toBe(0)
  store.close()
})
