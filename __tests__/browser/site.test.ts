import { createHash } from 'node:crypto'
import { cp, mkdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { convert } from '../../src/convert.ts'
import type { DetailsIndex } from '../../src/format/details-index.ts'
import { testHash } from '../../src/format/links.ts'
import { LOG_BLOCK } from '../../src/format/report.ts'
import { entryOf, pieceOf, readEntries } from '../../src/frontend/data/details-index.ts'
import { packet } from '../helpers/v2-writer.ts'
import { NO_BROWSER } from './browser.ts'
import { type StreamTest, shownText, stream, urlOf } from './page.ts'
import { FAILING, TESTS, TRACEBACK } from './run.ts'
import { halfOfTheData, type Manner, ofData, ranges, sendPart, serve, type TestServer } from './server.ts'
import { useReport } from './use-report.ts'

const BLOCK = 256 << 10
const LOG = 400_000
/** What Chromium logs about a failed request; no script can prevent it. */
const NOT_LOADED = 'console Failed to load resource: '
/** The same about an encoding that it did not request. */
const UNREADABLE = `${NOT_LOADED}net::ERR_CONTENT_DECODING_FAILED`

/** Logs that take half of their size compressed: no server has sent all of them before it is stopped. */
const BIG: readonly StreamTest[] = Array.from({ length: 40 }, (_, n) => ({
  id: `pkg.test_big_${n}`,
  start: 10 + n,
  files: [['log', logOf(n)]],
}))

function logOf(n: number): string {
  return createHash('shake256', { outputLength: LOG / 2 })
    .update(`log ${n}`)
    .digest('hex')
}

/** The first of BIG that reaches into the page's second block of logs. */
function acrossBlocks(index: DetailsIndex): number {
  const entries = readEntries(index, TESTS.length + BIG.length)
  return BIG.findIndex((_, n) => {
    const range = entries && entryOf(entries, TESTS.length - 1 + n) // the one that was killed comes last
    return range && pieceOf(entries, range).stored.to > LOG_BLOCK
  })
}

describe.skipIf(NO_BROWSER !== null)('a site', () => {
  let plain: string
  let packed: string
  let server: TestServer | undefined

  // hooks run from the last to the first: in between, the page is closed
  afterEach(() => server?.close())
  const shared = useReport(
    async () => {
      const loose = packet({ file: ['console', 'of no test\n'], mime: 'text/plain;charset=utf8' })
      const run = Buffer.concat([loose, stream([...TESTS, ...BIG])])
      plain = await site('plain', run, false)
      packed = await site('packed', run, true)
      return plain
    },
    { isOwn: (url) => url.startsWith(`${server?.url}data/`) },
  )
  const { download, openAt, newPage, seen } = shared

  async function site(name: string, run: Buffer, gzip: boolean): Promise<string> {
    const directory = join(shared.browser.directory, name)
    const path = join(shared.browser.directory, 'run.subunit')
    await writeFile(path, run)
    const sources = [{ kind: 'file', path } as const]
    const report = `${directory}.html`
    await convert({
      sources,
      dstat: [],
      destination: directory,
      site: true,
      report,
      gzip,
      page: shared.template,
    })
    return directory
  }

  const detailsOf = (directory: string): string =>
    join(directory, `data/tempest_run.subunit_0_details.json${directory === plain ? '' : '.gz'}`)

  async function packedIndex(): Promise<DetailsIndex> {
    const path = join(packed, 'data/tempest_run.subunit_0_index.json.gz')
    return JSON.parse(gunzipSync(await readFile(path)).toString()) as DetailsIndex
  }

  /** Opens a page of the site from a server with these manners. */
  async function open(directory: string, hash: string, ...manners: Manner[]): Promise<Page> {
    server = await serve(directory, ...manners)
    return openAt(server.url + hash)
  }

  const shown = async (page: Page): Promise<string | null> => {
    await page.locator('.text, .notice').first().waitFor()
    if ((await page.locator('.notice').count()) > 0) return page.locator('.notice').innerText()
    return page
      .locator('.trace')
      .count()
      .then((traces) => (traces > 0 ? shownText(page) : firstLine(page)))
  }

  const firstLine = (page: Page): Promise<string | null> => page.locator('.text-line').first().textContent()

  const bytesAsked = (): number =>
    server?.asked.reduce(
      (sum, { range }) => sum + (range === null ? Infinity : range[1] + 1 - range[0]),
      0,
    ) ?? 0

  /** A copy of the whole site with changed details. */
  async function changed(name: string, change: (details: Buffer) => Buffer): Promise<string> {
    const directory = join(shared.browser.directory, name)
    await mkdir(directory)
    await cp(packed, directory, { recursive: true })
    await writeFile(detailsOf(directory), change(await readFile(detailsOf(directory))))
    return directory
  }

  it('requests no log before one is shown', async () => {
    const page = await open(packed, '#/tests', ranges)
    await page.locator('.table .row').nth(5).waitFor()
    expect(server?.asked).toEqual([])
    expect(seen).toEqual([])
  })

  it('keeps the focus at its failure when reasons that it reads join groups', async () => {
    const traceback =
      'Traceback (most recent call last):\n  File "a.py", line 1, in t\nValueError: bad\nof file\n'
    const run = Array.from(
      { length: 105 },
      (_, n): StreamTest => ({ id: `a.T.test_${n}`, status: 'fail', files: [['traceback', traceback]] }),
    )
    let answer = (): void => undefined
    const held = new Promise<void>((resolve) => {
      answer = resolve
    })
    const afterwards = ofData((served) => void held.then(() => ranges(served)))
    const page = await open(await site('reasons', stream(run), false), '#/', afterwards)
    const groups = () => page.locator('.failure-count').allInnerTexts()
    await expect.poll(groups).toEqual(['100 tests', '5 tests'])
    await page.locator('.failure a', { hasText: 'test_103' }).focus()
    answer()
    await expect.poll(groups).toEqual(['105 tests'])
    const at = await page.evaluate<string | null>("document.activeElement.getAttribute('href')")
    expect(at).toBe(testHash(0, 'a.T.test_103'))
  })

  it('requests exactly the bytes of the shown test from uncompressed details', async () => {
    const page = await open(plain, testHash(0, FAILING), ranges)
    expect(await shown(page)).toBe(TRACEBACK)
    const details = await readFile(detailsOf(plain))
    const entry = details.subarray(0, details.indexOf(',\n"'))
    expect(server?.asked.map(({ path, range }) => [path, range])).toEqual([
      ['data/tempest_run.subunit_0_details.json', [0, entry.length - 1]],
    ])
  })

  it.each([0, 17, 39])(
    'requests only the blocks of the shown test from compressed details: test %i',
    async (n) => {
      const page = await open(packed, testHash(0, BIG[n].id), ranges)
      expect(await shown(page)).toBe(logOf(n).slice(0, 2000))
      await page.getByRole('button', { name: 'Copy', exact: true }).waitFor()
      expect(server?.asked).toHaveLength(1)
      // hexadecimal digits compress to half their size, and the first and last block have more than the value
      expect(bytesAsked()).toBeLessThan((LOG + 2 * BLOCK) * 0.6)
    },
  )

  it('requests a block only once for the tests in it', async () => {
    const page = await open(packed, testHash(0, FAILING), ranges)
    expect(await shown(page)).toBe(TRACEBACK)
    for (const n of [3, 4, 5]) {
      await page.goto(`${server?.url}${testHash(0, `nova.tests.unit.test_many.TestMany.test_${n}`)}`)
      await expect.poll(() => firstLine(page)).toBe(`line of test ${n}`)
    }
    expect(server?.asked).toHaveLength(1)
  })

  it('shows output that belongs to no test', async () => {
    for (const directory of [plain, packed]) {
      const page = await open(directory, '#/output/0', ranges)
      expect(await shown(page)).toBe('of no test')
      expect(server?.asked).toHaveLength(1)
      expect(seen.splice(0)).toEqual([])
      server?.close()
    }
  })

  it('downloads an attachment exactly as the details have it', async () => {
    const page = await open(packed, testHash(0, BIG[7].id), ranges)
    await shown(page)
    const [, content] = await download(page, 'Download')
    const details = JSON.parse(gunzipSync(await readFile(detailsOf(packed))).toString())
    expect(content.toString()).toBe(details[BIG[7].id].log)
  })

  it.each([
    ['plain', () => plain],
    ['compressed', () => packed],
  ])('reads %s details from a server without ranges, and stops it early', async (_, directory) => {
    const page = await open(directory(), testHash(0, BIG[1].id), halfOfTheData)
    expect(await shown(page)).toBe(logOf(1).slice(0, 2000))
    await page.goto(`${server?.url}${testHash(0, FAILING)}`)
    await expect.poll(() => shownText(page)).toBe(TRACEBACK)
    // after the first answer it no longer requests ranges
    expect(server?.asked[0].range).not.toBeNull()
    expect(server?.asked.slice(1).every(({ range }) => range === null)).toBe(true)
    await expect.poll(() => server?.asked.map(({ stopped }) => stopped)).toEqual([true, true])
  })

  it('does not say that there is no output while it is still arriving', async () => {
    const head: Manner = ({ path, range, content, response }) => {
      if (!path.startsWith('data/') || range === null) return false
      const [from, to] = range
      response.writeHead(206, {
        'content-range': `bytes ${from}-${to}/${content.length}`,
        'content-length': to + 1 - from,
      })
      response.write(content.subarray(from, content.indexOf('"log"', from)))
      return true
    }
    // a smaller attachment would not be shown before it is complete
    const large: StreamTest = { id: 'pkg.test_large', files: [['log', 'a line\n'.repeat(400_000)]] }
    const directory = await site('large', stream([large]), false)
    const page = await open(directory, testHash(0, large.id), head)
    await expect.poll(() => server?.asked.length).toBe(1)
    await page.getByText('Reading the output…').waitFor()
    await page.waitForTimeout(300)
    const said = await page.locator('main').innerText()
    expect(said).toContain('Reading the output…')
    expect(said).not.toContain('This test left no output.')
  })

  it('shows output that belongs to no test while the rest of it is still arriving', async () => {
    const part = { file: ['console', Buffer.from('a line\n'.repeat(500_000))] as const, mime: 'text/plain' }
    const directory = await site('loose', Buffer.concat([packet(part), packet(part)]), false)
    const page = await open(directory, '#/output/0', halfOfTheData)
    expect(await firstLine(page)).toBe('a line')
    expect(await page.locator('.attachment-size').innerText()).toContain('…')
  })

  it('reads compressed details from a server that declares .gz as an encoding', async () => {
    const encoded = ofData(({ content, response }) =>
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': content.length }).end(content),
    )
    const page = await open(packed, testHash(0, BIG[20].id), encoded)
    expect(await shown(page)).toBe(logOf(20).slice(0, 2000))
    expect(seen.splice(0)).toEqual([UNREADABLE])
  })

  it('reads compressed details from a server that declares parts of .gz as an encoding', async () => {
    // Chromium cannot inflate a part on its own
    const encoded: Manner = (served) => {
      if (!served.path.startsWith('data/')) return false
      served.response.setHeader('content-encoding', 'gzip')
      return ranges(served)
    }
    const page = await open(packed, testHash(0, BIG[20].id), encoded)
    expect(await shown(page)).toBe(logOf(20).slice(0, 2000))
    await page.goto(`${server?.url}${testHash(0, BIG[30].id)}`)
    await expect.poll(() => page.locator('.text-line').first().textContent()).toBe(logOf(30).slice(0, 2000))
    expect(server?.asked.map(({ range }) => range === null)).toEqual([false, true, true])
    expect(seen.splice(0)).toEqual([UNREADABLE])
  })

  it('reads plain details from a server that compresses them on the fly', async () => {
    const page = await open(plain, testHash(0, BIG[20].id), ({ path, content, response }) => {
      if (!path.startsWith('data/')) return false
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(content, { level: 1 }))
      return true
    })
    expect(await shown(page)).toBe(logOf(20).slice(0, 2000))
    expect(seen.splice(0)).toEqual([UNREADABLE])
  })

  it('reads its part of a wider range, or the whole file if another range is sent', async () => {
    const wider = ofData(({ range, content, response }) =>
      sendPart(response, content, Math.max(0, (range?.[0] ?? 0) - 1000), (range?.[1] ?? 0) + 1000),
    )
    const page = await open(packed, testHash(0, BIG[20].id), wider)
    expect(await shown(page)).toBe(logOf(20).slice(0, 2000))
    expect(server?.asked).toHaveLength(1)
    expect(seen.splice(0)).toEqual([])
    server?.close()
    const other: Manner = ({ path, range, content, response }) => {
      if (!path.startsWith('data/') || range === null) return false
      sendPart(response, content, 0, 99)
      return true
    }
    const again = await open(packed, testHash(0, BIG[20].id), other)
    expect(await shown(again)).toBe(logOf(20).slice(0, 2000))
    expect(server?.asked).toHaveLength(2)
  })

  it('aborts a request when the test’s page is left', async () => {
    const hanging = ofData(({ range, content, response }) => {
      response.writeHead(206, {
        'content-range': `bytes ${range?.[0]}-${range?.[1]}/${content.length}`,
        'content-length': (range?.[1] ?? 0) + 1 - (range?.[0] ?? 0),
      })
      response.write(content.subarray(range?.[0], (range?.[0] ?? 0) + 1000))
    })
    const page = await open(packed, testHash(0, BIG[3].id), hanging)
    await expect.poll(() => server?.asked.length).toBe(1)
    await page.getByText('Reading the output…').waitFor()
    // hidden at first: most output is there before it, and would move what stands below
    const animation = "getComputedStyle(document.querySelector('.facts')).animationName"
    expect(await page.evaluate(animation)).toBe('await')
    expect(server?.asked[0].stopped).toBe(false)
    await page.getByRole('link', { name: 'Home' }).click()
    await expect.poll(() => server?.asked[0].stopped).toBe(true)
    // and asks for nothing else instead
    expect(server?.asked).toHaveLength(1)
  })

  it('says which file is missing, and what to do', async () => {
    const page = await open(
      packed,
      testHash(0, FAILING),
      ofData(({ response }) => response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>no')),
    )
    expect(await shown(page)).toMatch(
      /the server has no data\/tempest_\S+_details\.json\.gz \(404\)\.\s+The directory/,
    )
    expect(await page.locator('h1').innerText()).toContain('test_roles') // the rest of the page is there
    expect(seen.splice(0)).toEqual([
      expect.stringContaining(`${NOT_LOADED}the server responded with a status of 404`),
    ])
  })

  it.each<[string, Manner, RegExp]>([
    [
      'a sign-in page',
      ofData(({ response }) => response.setHeader('content-type', 'text/html').end('<html>')),
      /something else for .* \(text\/html\)/,
    ],
    ['an empty answer', ofData(({ response }) => response.end()), /something else for .* \(of no type\)/],
    ['status 403', ofData(({ response }) => response.writeHead(403).end()), /answered 403/],
    ['status 503', ofData(({ response }) => response.writeHead(503).end()), /answered 503/],
    ['no answer', ofData(({ response }) => response.destroy()), /no answer, or only part of one/],
    [
      'half an answer',
      ofData(({ range, content, response }) => {
        if (range === null) return response.destroy()
        response.writeHead(206, {
          'content-range': `bytes ${range[0]}-${range[1]}/${content.length}`,
          'content-length': 1000,
        })
        response.write(content.subarray(range[0], range[0] + 100), () => response.destroy())
      }),
      /no answer, or only part of one/,
    ],
    [
      'fewer bytes than it announced',
      ofData(({ range, content, response }) => {
        response.writeHead(206, { 'content-range': `bytes ${range?.[0]}-${range?.[1]}/${content.length}` })
        response.end(content.subarray(range?.[0], (range?.[0] ?? 0) + 100))
      }),
      /it ended after 100 bytes/,
    ],
  ])('shows an explanation instead of a log if the server sends %s', async (_, manner, words) => {
    const page = await open(packed, testHash(0, FAILING), manner)
    expect(await shown(page)).toMatch(words)
    expect(await page.locator('.attachment').count()).toBe(0)
    expect(seen.splice(0).filter((line) => !line.startsWith(NOT_LOADED))).toEqual([])
  })

  it.each([
    ['supports ranges', [ranges]],
    ['supports no ranges', []],
  ])('shows no log from details that were cut off, on a server that %s', async (how, manners) => {
    const cut = await changed(`cut ${how}`, (details) => details)
    await truncate(detailsOf(cut), 1_000_000)
    for (const { id } of [BIG[0], BIG[39]]) {
      const page = await open(cut, testHash(0, id), ...manners)
      expect(await shown(page)).toMatch(
        /not those of this page: the file has 1,000,000 bytes instead of 8,\d/,
      )
      expect(await page.locator('.attachment').count()).toBe(0)
      expect(seen.splice(0).filter((line) => !line.startsWith(NOT_LOADED))).toEqual([])
      server?.close()
    }
  })

  it('shows no log from another run’s details, even of the same length', async () => {
    // the same tests and the same logs, a second later: every byte offset is the same
    const other = join(shared.browser.directory, 'other')
    const later = (tests: readonly StreamTest[]) =>
      tests.map((test) => ({ ...test, start: (test.start ?? 0) + 1 }))
    const loose = packet({ file: ['console', 'of no test\n'], mime: 'text/plain;charset=utf8' })
    await site('other', Buffer.concat([loose, stream(later([...TESTS, ...BIG]))]), false)
    const details = join(other, 'data/tempest_run.subunit_0_details.json')
    expect((await readFile(details)).length).toBe((await readFile(detailsOf(plain))).length)
    await cp(join(plain, 'index.html'), join(other, 'index.html'))
    const page = await open(other, testHash(0, FAILING), ranges)
    expect(await shown(page)).toContain('what is there is not this test’s output')
    expect(await page.locator('.attachment').count()).toBe(0)
  })

  it('shows no log from compressed details with changed bytes', async () => {
    const at = (await packedIndex()).points?.compressed[3] ?? 0
    const bent = await changed('bent', (details) => details.fill(0x55, at, at + 5000))
    const page = await open(bent, testHash(0, BIG[1].id), ranges)
    expect(await shown(page)).toContain('not those of this page')
    expect(await page.locator('.attachment').count()).toBe(0)
  })

  it.each([
    ['plain', () => plain],
    ['compressed', () => packed],
  ])(
    'has, with %s details, the same logs as the report in one file, which requests nothing',
    async (_, directory) => {
      const page = await newPage()
      const expected = JSON.parse(gunzipSync(await readFile(detailsOf(packed))).toString())
      const crossing = acrossBlocks(await packedIndex())
      expect(crossing).toBeGreaterThan(0) // it is in two blocks of the page
      for (const n of [0, crossing - 1, crossing, crossing + 1, 39]) {
        await page.goto(urlOf(`${directory()}.html`, testHash(0, BIG[n].id)))
        await expect
          .poll(() => page.locator('.text-line').first().textContent())
          .toBe(logOf(n).slice(0, 2000))
        const [, content] = await download(page, 'Download')
        expect(content.toString() === expected[BIG[n].id].log).toBe(true)
      }
    },
  )

  it('says how to open it if opened from disk', async () => {
    const page = await openAt(urlOf(join(packed, 'index.html'), testHash(0, FAILING)))
    const words = await shown(page)
    expect(words).toContain('browsers do not let a page that was opened from disk read other files')
    expect(words).toMatch(/python3 -m http\.server.*--report/s)
    expect(await page.locator('.facts').innerText()).toContain('0.500 s')
  })

  it('connects only to its own server', async () => {
    const page = await open(packed, '#/', ranges)
    const refused = await page.evaluate(`fetch('http://127.0.0.1:9/').then(() => 'loaded', () => 'refused')`)
    expect(refused).toBe('refused')
    for (const line of seen.splice(0)) expect(line).toMatch(/Content Security Policy/)
    const policy = await page.locator('meta[http-equiv]').getAttribute('content')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("connect-src 'self'")
  })
})
