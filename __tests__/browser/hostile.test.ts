import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { testHash } from '../../src/format/links.ts'
import { showTurns } from '../../src/frontend/text/name.ts'
import { NO_BROWSER } from './browser.ts'
import { report, shownText, stream, urlOf } from './page.ts'
import { useReport } from './use-report.ts'

/** Texts that would do something if they were taken for more than text. */
const PAYLOADS: readonly string[] = [
  '<script>alert(1)</script>',
  '"><script>alert(2)</script>',
  "'><script>alert(3)</script>",
  '</script><script>alert(4)</script>',
  '</title><script>alert(5)</script>',
  '</style><script>alert(6)</script>',
  '</textarea><script>alert(7)</script>',
  '--><script>alert(8)</script>',
  '<!--<script>',
  ']]><script>alert(9)</script>',
  '<img src=x onerror=alert(10)>',
  '<img src="https://evil.example/pixel.png">',
  '<svg onload=alert(11)>',
  '<svg><script>alert(12)</script></svg>',
  '<svg><animate onbegin=alert(13) attributeName=x>',
  '<iframe src="javascript:alert(14)">',
  '<iframe srcdoc="<script>alert(15)</script>">',
  '<object data="javascript:alert(16)">',
  '<embed src="https://evil.example/x.swf">',
  '<link rel=stylesheet href="https://evil.example/x.css">',
  '<style>@import "https://evil.example/y.css"</style>',
  '<style>*{background:url(https://evil.example/z.png)}</style>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
  '<form action="https://evil.example"><button autofocus>',
  '<input autofocus onfocus=alert(17)>',
  '<details open ontoggle=alert(18)>',
  '<body onload=alert(19)>',
  '<a href="javascript:alert(20)">x</a>',
  '<video><source onerror=alert(21)>',
  '<math><mtext><script>alert(22)</script></mtext></math>',
  '<template><script>alert(23)</script></template>',
  '<noscript><p title="</noscript><img src=x onerror=alert(24)>">',
  'javascript:alert(25)',
  'data:text/html,<script>alert(26)</script>',
  'data:text/html;base64,PHNjcmlwdD5hbGVydCgyNyk8L3NjcmlwdD4=',
  'https://evil.example/?a=<script>',
  '" onmouseover="alert(28)" x="',
  "' autofocus onfocus='alert(29)",
  '` onclick=`alert(30)`',
  'style="background:url(https://evil.example/s.png)"',
  '&lt;script&gt;alert(31)&lt;/script&gt;',
  '&#60;script&#62;alert(32)&#60;/script&#62;',
  '{{constructor.constructor("alert(33)")()}}',
  '${alert(34)}',
  '\u202e<script>alert(35)</script>\u202c',
  '\u0001<script>alert(36)</script>\u007f',
  '\u2028alert(37)\u2029',
  '__proto__',
  'constructor',
]

/** Elements that no test may add; `.glyph` and `.icon` are the page's own. */
const ELEMENTS =
  ':is(script, iframe, object, embed, form, style, svg:not(.glyph, .icon), video, base, meta, a:not([href^="#/"]))'

const TRACEBACK = (payload: string): string => `Traceback:\n  ${payload}\n${payload}`

describe.skipIf(NO_BROWSER !== null)('hostile text', () => {
  const shared = useReport((template) => {
    const tests = PAYLOADS.map((payload, i) => ({
      id: payload,
      status: (['fail', 'skip', 'success'] as const)[i % 3],
      tags: [payload, `worker-${payload}`, 'worker-1'],
      start: i,
      files: [
        ['traceback', TRACEBACK(payload)],
        ['reason', payload],
        [payload, payload],
        ['typed', payload, payload],
        ['page.html', `<script>alert('html')</script>${payload}`, 'text/html'],
        [
          'drawing.svg',
          `<svg xmlns="http://www.w3.org/2000/svg" onload="alert('svg')">${payload}</svg>`,
          'image/svg+xml',
        ],
        ['image.png', `<svg xmlns="http://www.w3.org/2000/svg" onload="alert('png')"/>`, 'image/png'],
      ] as [string, string, string?][],
    }))
    const everything = PAYLOADS.join(' ').replace(/[\r\n\u2028\u2029]/g, ' ')
    return report(template, [stream(tests)], {
      title: everything,
      workflow: {
        name: everything,
        url: 'javascript:alert("url")',
        pipeline: everything,
        change_id: everything,
        revision: everything,
        change_project: everything,
        change_subject: everything,
      },
      logs: [dstat(everything)],
    })
  })
  const { openAt, seen } = shared

  async function open(hash: string): Promise<Page> {
    const page = await openAt(urlOf(shared.path, hash), { viewport: { width: 1280, height: 2000 } })
    await page.locator('main').waitFor()
    return page
  }

  it('has fifty examples', () => expect(new Set(PAYLOADS).size).toBe(50))

  it('stays text on the home page: names, reasons, title, workflow, columns of the log', async () => {
    const page = await open('#/')
    await page.locator('.section-head + .tests li').first().waitFor()
    const text = await page.locator('main').innerText()
    for (const payload of PAYLOADS.filter((_, i) => i % 3 === 0)) expect(text).toContain(printed(payload))
    expect(
      await page.locator('main a').evaluateAll((links) => links.map((a) => a.getAttribute('href') as string)),
    ).toSatisfy((links: string[]) => links.every((link) => link.startsWith('#/')))
    expect(
      await page
        .locator('main :is(script, iframe, object, embed, form, style, img, video, base, meta)')
        .count(),
    ).toBe(0)
  })

  it('stays text in the table', async () => {
    const page = await open('#/tests?sort=start')
    await page.locator('.table').waitFor()
    const names = await page.locator('.table-body .name').allTextContents()
    for (const payload of PAYLOADS) expect(names).toContain(showTurns(payload))
    expect(
      await page
        .locator('main :is(script, iframe, object, embed, form, style, img, video, base, meta)')
        .count(),
    ).toBe(0)
  })

  it('stays text on a test’s page: name, reason, tags, attachments and their types', async () => {
    const page = await open('#/')
    for (const [i, payload] of PAYLOADS.entries()) {
      await page.goto(urlOf(shared.path, testHash(0, payload)))
      await expect.poll(() => page.locator('h1').textContent()).toBe(showTurns(payload))
      // the traceback and the first of the others
      await page.locator('.attachment').nth(1).waitFor()
      const tabs = page.getByRole('tablist', { name: 'Output' }).getByRole('tab')
      expect(await tabs.count()).toBe(6)
      expect(await page.locator('.tag').allTextContents()).toContain(showTurns(payload))
      expect(await shownText(page)).toBe(TRACEBACK(payload))
      if (i % 3 === 0) expect(await page.locator('.reason').textContent()).toBe(showTurns(payload.trim()))
      for (const tab of await tabs.all()) {
        await tab.click()
        // only the type image/png is taken for an image, and its content is none
        if ((await tab.textContent()) === 'imagepng')
          await page.getByText('The browser cannot show this picture').waitFor()
        expect(await page.locator('main img').count()).toBe(0)
        expect(await page.locator('main').locator(ELEMENTS).count()).toBe(0)
      }
      await page.getByText('The browser cannot show this picture').waitFor()
    }
  })

  it('does nothing as the hash of a page', async () => {
    const page = await open('#/')
    for (const payload of PAYLOADS) {
      await page.goto(urlOf(shared.path, `#/${payload}`))
      await page.goto(urlOf(shared.path, `#/tests?q=${payload}&sort=${payload}`))
      await page.goto(urlOf(shared.path, `#/test/0/${encodeURIComponent(payload)}~9`))
      await page.locator('main').waitFor()
    }
    expect(seen).toEqual([])
  })
})

/** As innerText returns it: without spaces at the ends, and up to the first line separator. */
const printed = (payload: string): string => showTurns(payload.trim()).split(/[\u2028\u2029]/)[0]

/** A log whose title and columns are this text. */
function dstat(text: string): string {
  const cell = `"${text.replaceAll('"', '""')}"`
  return `"Dstat 0.8.0 CSV output"
"Author:","Dag",,,,"URL:","http://example.org"
"Host:",${cell},,,,"User:",${cell}
"Cmdline:",${cell},,,,"Date:","23 Nov 2026 18:14:00 UTC"
"epoch",${cell},,"total cpu usage",
"epoch",${cell},"x","usr",${cell}
${Array.from({ length: 60 }, (_, i) => `${1795457658 + i}.0,1,2,40,4`).join('\n')}
`
}
