/** Opens reports in a browser and measures them. */

import { pathToFileURL } from 'node:url'
import type { CDPSession, Page } from 'playwright-core'
import { launchBrowser, NO_BROWSER, type TestBrowser } from '../../__tests__/browser/browser.ts'
import { pageScript } from './scripts.ts'

/** MiB; a million tests as JSON take 400 MB of objects. */
const HEAP = 8192
/** Timeout of every step in milliseconds. */
const PATIENCE = 120_000
/** CSS pixels, as for the lanes in the prototypes' measurements. */
const VIEWPORT = { width: 1600, height: 900 }

export async function startBrowser(): Promise<TestBrowser> {
  if (NO_BROWSER !== null) throw new Error(`bench: ${NO_BROWSER}`)
  return launchBrowser({ more: [`--js-flags=--max-old-space-size=${HEAP}`] })
}

/** Runs `use` with a new page, whose process ends afterwards. */
export async function withPage<T>(browser: TestBrowser, use: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.open({ viewport: VIEWPORT })
  try {
    context.setDefaultTimeout(PATIENCE)
    await context.addInitScript({ content: await pageScript('probes') })
    return await use(await context.newPage())
  } finally {
    await context.close()
  }
}

/** Milliseconds that `JSON.parse` takes for a file's text, in an otherwise empty page. */
export async function parseInBrowser(page: Page, path: string): Promise<number> {
  await page.setContent('<input type="file">')
  await page.setInputFiles('input', path)
  return page.evaluate(async () => {
    const text = await document.querySelector('input')?.files?.[0]?.text()
    const start = performance.now()
    JSON.parse(text ?? '')
    return performance.now() - start
  })
}

/** Navigates to a report without waiting for anything. */
export async function openReport(page: Page, path: string, hash: string): Promise<void> {
  await page.goto(pathToFileURL(path).href + hash, { waitUntil: 'commit' })
}

/** Milliseconds to leave an opening page alone: a query makes it compile the driver's script, up to 60 ms. */
const ALONE = 2000

/** Milliseconds from the start of navigation to a mark of the page or a paint. */
export async function timeOfEntry(page: Page, name: string): Promise<number> {
  await page.waitForTimeout(ALONE)
  const entry = await page.waitForFunction(
    (wanted) => performance.getEntriesByName(wanted)[0]?.startTime,
    name,
    // no polling per frame, which would compete with the page's own frames
    { polling: 50 },
  )
  return entry.jsonValue()
}

/** Bytes of JavaScript's heap and its buffers, in the page and its worker, after a garbage collection. */
export async function bytesInUse(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  let bytes = await usedBy((method) => session.send(method))
  for (const worker of await workersOf(session)) bytes += await usedBy(worker)
  return bytes
}

type Send = (method: 'HeapProfiler.collectGarbage' | 'Runtime.getHeapUsage') => Promise<unknown>

async function usedBy(send: Send): Promise<number> {
  // twice: what finalizers release is collected by the second
  await send('HeapProfiler.collectGarbage')
  await send('HeapProfiler.collectGarbage')
  const usage = (await send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize: number }
  return usage.usedSize + usage.backingStorageSize
}

/** playwright gives workers no session: messages to them are wrapped in the page's session. */
async function workersOf(session: CDPSession): Promise<Send[]> {
  const attached: string[] = []
  session.on('Target.attachedToTarget', ({ sessionId }) => void attached.push(sessionId))
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  })
  return attached.map((sessionId) => (method) => ask(session, sessionId, method))
}

let asked = 0

async function ask(session: CDPSession, sessionId: string, method: string): Promise<unknown> {
  const id = ++asked
  const answer = new Promise((resolve, reject) => {
    session.on('Target.receivedMessageFromTarget', ({ message }) => {
      const given = JSON.parse(message) as { id?: number; result?: unknown; error?: { message: string } }
      if (given.id !== id) return
      if (given.error) reject(new Error(`${method}: ${given.error.message}`))
      else resolve(given.result)
    })
  })
  await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
  return answer
}
