import { describe, expect, test } from 'vitest'
import { readDstat } from '../../src/dstat/parse.ts'
import { chunksOf, fixture, readFixture, readText } from './logs.ts'

const VARIANTS = [
  'dool-1.3.4-cmnd.csv',
  'dool-1.3.4-tcmnd.csv',
  'dool-1.3.4-tcmndrylpgtcpswap.csv',
  'dstat-0.8.0-Tcmnd.csv',
  'dstat-0.8.0-reopened.csv',
  'dstat-0.8.0-tcmnd.csv',
  'dstat-0.8.0-tcmndrylpgtcp.csv',
  'pcp-dstat-6.0.3-epoch.csv',
]

describe('the same log is read', () => {
  test.each(VARIANTS)('from %s in chunks of 1 to 64 bytes', async (name) => {
    const bytes = fixture(name)
    const whole = await readFixture(name)
    const windows = Buffer.from(new TextDecoder().decode(bytes).replaceAll('\n', '\r\n'))
    for (let size = 1; size <= 64; size += 1) {
      expect(await readDstat(chunksOf(bytes, size), { input: name })).toEqual(whole)
      expect(await readDstat(chunksOf(windows, size), { input: name })).toEqual(whole)
    }
  })

  test.each(VARIANTS)(
    'from %s with CR LF, with CR, with a BOM, or with empty lines at the end',
    async (name) => {
      const text = new TextDecoder().decode(fixture(name))
      const whole = await readFixture(name)
      expect(await readText(text.replaceAll('\n', '\r\n'))).toEqual(whole)
      expect(await readText(text.replaceAll('\n', '\r'))).toEqual(whole)
      expect(await readText(`\uFEFF${text}`)).toEqual(whole)
      expect(await readText(`${text}\n\n`)).toEqual(whole)
    },
  )
})
