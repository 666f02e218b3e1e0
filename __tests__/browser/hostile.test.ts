import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Problem } from '../../src/convert/types.ts'
import { convert } from '../../src/convert.ts'
import type { ConfigEntry, Warning } from '../../src/format/exported.ts'
import { outputHash, testHash } from '../../src/format/links.ts'
import { cutMiddle, showTurns } from '../../src/frontend/text/name.ts'
import { packet } from '../helpers/v2-writer.ts'
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

/** Elements that no report has, wherever in its body. */
const STRANGERS =
  ':is(iframe, object, embed, form, style, svg:not(.glyph, .icon), video, base, meta, img, [onerror], [onload])'

/** Elements that no test may add; `.glyph` and `.icon` are the page's own. */
const ELEMENTS =
  ':is(script, iframe, object, embed, form, style, svg:not(.glyph, .icon), video, base, meta, img, a:not([href^="#/"]))'

/** How many of these elements there are with each of the tabs chosen. */
const strangersIn = (tabs: Locator, elements: string): Promise<number[]> =>
  tabs.evaluateAll(async (all, selector) => {
    const counts: number[] = []
    for (const tab of all) {
      tab.click()
      await new Promise((drawn) => tab.ownerDocument.defaultView.requestAnimationFrame(drawn))
      counts.push(tab.ownerDocument.querySelectorAll(selector).length)
    }
    return counts
  }, elements)

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
    expect(await page.locator('.bar-title').textContent()).toContain('\\u{202e}<script>alert(35)')
    expect(await page.title()).toContain('\\u{202e}<script>alert(35)')
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
      expect(await page.locator('.tag').allTextContents()).toContain(showTurns(payload))
      expect(await shownText(page)).toBe(TRACEBACK(payload))
      if (i % 3 === 0) expect(await page.locator('.reason').textContent()).toBe(showTurns(payload.trim()))
      // by a mouse, each would take five times as long
      expect(await strangersIn(tabs, `main ${ELEMENTS}`)).toEqual([0, 0, 0, 0, 0, expect.any(Number)])
      // only the type image/png is taken for an image, and its content is none
      await page.getByText('The browser cannot show this picture').waitFor()
      expect(await page.locator('main').locator(ELEMENTS).count()).toBe(0)
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

/** A report of an export that another job made: each of its 50 runs has a payload wherever it has a text. */
async function reportOfExport(template: string): Promise<string> {
  const directory = join(template, '..', 'hostile')
  const streams = await Promise.all(
    PAYLOADS.map(async (payload, i) => {
      const path = join(template, '..', `hostile-${i}.subunit`)
      const outside = [
        packet({ file: ['stdout', TRACEBACK(payload)], mime: 'text/plain;charset=utf8' }),
        packet({ file: [payload, payload], mime: payload }),
        packet({ file: ['page.html', `<script>alert('html')</script>${payload}`], mime: 'text/html' }),
      ]
      await writeFile(path, Buffer.concat([...outside, stream([{ id: 'a.T.test', tags: ['worker-0'] }])]))
      return path
    }),
  )
  const made = { dstat: [], page: template }
  await convert({
    ...made,
    sources: streams.map((path) => ({ kind: 'file', path })),
    destination: join(directory, 'made'),
  })
  const config = join(directory, 'made', 'config.json')
  const content = JSON.parse(await readFile(config, 'utf8')) as { tempest: ConfigEntry[] }
  const tempest = content.tempest.map((entry, i) => ({
    ...entry,
    name: PAYLOADS[i],
    warnings: [
      { kind: 'suite_failed', message: PAYLOADS[i], names: [PAYLOADS[i]], count: 1 },
      { kind: 'noise', message: PAYLOADS[i] },
    ] satisfies Warning[],
  }))
  await writeFile(config, JSON.stringify({ ...content, tempest }))
  const page = join(directory, 'report.html')
  await convert({
    ...made,
    sources: [{ kind: 'export', path: join(directory, 'made'), title: INPUT }],
    problems: PAYLOADS.map((payload): Problem => ({ kind: 'tests', input: payload, message: payload })),
    destination: join(directory, 'export'),
    report: page,
  })
  return page
}

const INPUT = '<svg onload=alert(38)>'

describe.skipIf(NO_BROWSER !== null)('hostile text of an export by another job', () => {
  const shared = useReport(reportOfExport)
  const { openAt } = shared

  const NAMES = PAYLOADS.map((payload) => `${INPUT}: ${payload}`)
  /** The run whose name turns the direction of text. */
  const TURNS = PAYLOADS.findIndex((payload) => payload.startsWith('\u202e'))

  async function open(hash: string): Promise<Page> {
    const page = await openAt(urlOf(shared.path, hash), { viewport: { width: 1280, height: 2000 } })
    await page.locator('main').waitFor()
    return page
  }
  const strangers = (page: Page): Promise<number> => page.locator('body').locator(STRANGERS).count()

  it('stays text as the name of a run or an input, and in problems and warnings', async () => {
    const page = await open('#/')
    await page.getByRole('button', { name: 'List all 50 runs' }).click()
    const links = page.locator('.runs tbody a')
    await expect.poll(() => links.count()).toBe(50)
    const told = await links.allTextContents()
    for (const [i, name] of NAMES.entries()) expect(told[i]).toContain(cutMiddle(`${i}: ${name}`, 80))
    const problems = await page.locator('.notice p').allTextContents()
    for (const payload of PAYLOADS) expect(problems).toContain(showTurns(`${payload}: ${payload}`))
    expect(await strangers(page)).toBe(0)
    for (const [i, payload] of PAYLOADS.entries()) {
      await page.goto(urlOf(shared.path, `#/?run=${i}`))
      const run = page.locator(`#run-${i}`)
      await run.waitFor()
      expect(await run.locator('h2').textContent()).toBe(`${i}: ${showTurns(NAMES[i])}`)
      const text = showTurns(payload)
      const sentence = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`
      expect(await run.locator('.notice p').allTextContents()).toContain(sentence)
      expect(await run.locator('.notice code').allTextContents()).toEqual([text])
      expect(await run.locator('.section:has-text("About the stream") li').allTextContents()).toEqual([
        sentence,
      ])
      expect(await strangers(page)).toBe(0)
    }
  })

  it('stays text beside the lanes, in the choice of a run, and in the facts of a test', async () => {
    const page = await open('#/timeline')
    const choices = () => page.locator('.toolbar select option').allTextContents()
    const expected = ['All 50 runs', ...NAMES.map((name, i) => cutMiddle(`${i}: ${name}`, 60))]
    await expect.poll(choices).toEqual(expected)
    expect(await page.locator('.run-label').allTextContents()).toEqual(
      NAMES.map((name, i) => cutMiddle(`${i}: ${name}`, 60)),
    )
    const hints = page.locator('.panel td span[title]')
    expect(await hints.evaluateAll((all) => all.map(({ title }) => title))).toEqual(NAMES.map(showTurns))
    expect(await strangers(page)).toBe(0)
    await page.goto(urlOf(shared.path, `#/timeline?at=${TURNS}%2Fa.T.test`))
    await expect
      .poll(() => page.locator('.panel span[title]').evaluateAll((all) => all.map(({ title }) => title)))
      .toContain(showTurns(NAMES[TURNS]))
    await page.goto(urlOf(shared.path, '#/tests'))
    await page.locator('.table-body .row').first().waitFor()
    expect(await choices()).toEqual(expected)
    await page.setViewportSize({ width: 320, height: 640 })
    for (const at of ['tests', 'timeline', 'hierarchy']) {
      await page.goto(urlOf(shared.path, `#/${at}`))
      await page.locator('.toolbar select').waitFor()
      expect([at, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([at, 320])
    }
    for (const [i, name] of NAMES.entries()) {
      await page.goto(urlOf(shared.path, testHash(i, 'a.T.test')))
      const run = page.locator('.facts div:has(dt:text-is("Run")) dd')
      await expect.poll(() => run.textContent()).toBe(showTurns(`${i}: ${name}`))
      expect(await strangers(page)).toBe(0)
    }
  })

  it('stays text in output outside the tests', async () => {
    const page = await open('#/')
    for (const [i, payload] of PAYLOADS.entries()) {
      await page.goto(urlOf(shared.path, outputHash(i)))
      await expect.poll(() => page.locator('.test-head .quiet').textContent()).toBe(showTurns(NAMES[i]))
      await expect.poll(() => shownText(page)).toBe(TRACEBACK(payload))
      const tabs = page.getByRole('tablist', { name: 'Output' }).getByRole('tab')
      expect(await strangersIn(tabs, `body ${STRANGERS}`)).toEqual([0, 0, 0])
    }
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
