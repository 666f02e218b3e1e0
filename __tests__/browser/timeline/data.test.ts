import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { convert } from '../../../src/convert.ts'
import { lanesId, namesId, START_SCRIPT } from '../../../src/format/report.ts'
import { NO_BROWSER } from '../browser.ts'
import { bend, stream, urlOf } from '../page.ts'
import { colourOf, drawn, frame, hashOf, MACHINE, pixelOf, plotBox } from '../plot.ts'
import { serve } from '../server.ts'
import { END, RUN, useTimelines } from './run.ts'

describe.skipIf(NO_BROWSER !== null)('the timeline and its data', () => {
  const timeline = useTimelines()
  const { open, openAt, newPage, at, selectedInWords } = timeline

  it('draws the lanes before the names have arrived', async () => {
    const html = await readFile(timeline.path, 'utf8')
    const script = `<script>${START_SCRIPT}</script>`
    const cut = html.indexOf(script) + script.length
    let sendRest: () => void = () => {}
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.write(html.slice(0, cut + 100))
      sendRest = () => response.end(html.slice(cut + 100))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const page = await newPage()
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/#/timeline`, {
        waitUntil: 'commit',
      })
      await page.locator('.lane-label').first().waitFor()
      await frame(page)
      const { width } = await plotBox(page)
      const fail = await colourOf(page, '--fill-fail')
      await expect.poll(() => pixelOf(page, 'lanes', (12 / END) * width, 2)).toBe(fail)
      expect(await page.evaluate('document.readyState')).toBe('loading')
      // the table shows no count yet either
      await page.keyboard.press('t')
      await expect.poll(() => page.locator('main').innerText()).toContain('Reading the tests…')
      expect(await page.locator('.shown').innerText()).toBe('')
      await page.keyboard.press('l')
      sendRest()
      await page.locator(MACHINE).waitFor()
      await page.mouse.click(...(await at(page, 12, 'worker 0')))
      await expect.poll(() => selectedInWords(page)).toBe('m.A.test_b: failed, 4.50 s')
    } finally {
      server.close()
      server.closeAllConnections()
    }
  })

  it('says that the lanes are damaged, and not that no test ran', async () => {
    const id = lanesId(0)
    const bent = await bend(timeline.path, (html) =>
      html.replace(new RegExp(`(id="${id}">.{40}).{8}`), '$1AAAAAAAA'),
    )
    const page = await openAt(urlOf(bent, '#/timeline'))
    await page.locator('main .notice').waitFor()
    expect(await page.locator('main').innerText()).toContain(`the block “${id}” is damaged`)
    expect(await page.locator('main').innerText()).not.toMatch(/No test ran|no times/)
  })

  it('draws tests whose names are damaged, and does not trap the keyboard', async () => {
    const id = namesId(0)
    const bent = await bend(timeline.path, (html) =>
      html.replace(new RegExp(`(id="${id}">.{40}).{8}`), '$1AAAAAAAA'),
    )
    const page = await open(bent)
    expect(await page.locator('main .notice').innerText()).toContain(`the block “${id}” is damaged`)
    const { width } = await plotBox(page)
    expect(await pixelOf(page, 'lanes', (12 / END) * width, 2)).toBe(await colourOf(page, '--fill-fail'))
    await page.mouse.click(...(await at(page, 12, 'worker 0')))
    expect(await hashOf(page)).toBe('#/timeline')
    await page.locator('.plot').focus()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(`document.activeElement.matches('.plot')`)).toBe(false)
  })

  it('says that there is no report if the page is an empty template', async () => {
    const page = await openAt(urlOf(timeline.template, '#/timeline'))
    expect(await page.locator('main').innerText()).toContain('No report here yet')
  })

  it('requests no data files on a site', async () => {
    const directory = join(timeline.browser.directory, 'site')
    const source = join(timeline.browser.directory, 'site.subunit')
    await writeFile(source, stream(RUN))
    await convert({
      sources: [{ kind: 'file', path: source }],
      dstat: [],
      destination: directory,
      site: true,
      page: timeline.template,
    })
    const server = await serve(directory)
    try {
      const page = await openAt(`${server.url}#/timeline`)
      await drawn(page)
      await page.mouse.click(...(await at(page, 12, 'worker 0')))
      await expect.poll(() => selectedInWords(page)).toBe('m.A.test_b: failed, 4.50 s')
      expect(server.asked).toEqual([])
    } finally {
      server.close()
    }
  })
})
