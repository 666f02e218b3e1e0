/** Measuring functions that the benchmark, not the report, adds to the report's page. */

export interface Probes {
  /** Milliseconds of the timeline's work in each frame while the view moved. */
  readonly frames: (count: number) => Promise<number[]>
  /** Milliseconds from each query's input event to the frame that shows its results. */
  readonly queries: (field: string, result: string, queries: readonly string[]) => Promise<number[]>
  /** Milliseconds of the longest task since the last call; 50 if none was longer. */
  readonly longestTask: () => number
  /** Milliseconds from following a link to the first and to the last line of a log. */
  readonly log: (hash: string, last: string) => Promise<{ first: number; whole: number }>
  /** Milliseconds of each of `count` frames in which a table was scrolled to another position. */
  readonly scroll: (scroller: string, count: number) => Promise<number[]>
  /** Milliseconds from following a link to the frame that shows the picture. */
  readonly picture: (hash: string, canvas: string) => Promise<number>
}

declare global {
  interface Window {
    probes: Probes
  }
}

/** Milliseconds between two keys of a fast typist. */
const TYPING = 200
const PATIENCE = 30_000

/** Browsers report tasks of more than 50 ms as long tasks. */
const SHORT = 50
let longest = SHORT
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longest = Math.max(longest, duration)
}).observe({ type: 'longtask' })

window.probes = { frames, queries, longestTask, log, scroll, picture }

const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
const pause = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis))

/** Waits for the end of the next frame by a message, which arrives after it; returns when the frame began. */
async function afterFrame(): Promise<number> {
  const began = await nextFrame()
  await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', resolve)
    port1.start()
    port2.postMessage(null)
  })
  return began
}

async function frames(count: number): Promise<number[]> {
  const took: number[] = []
  const observer = new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === 'frame') took.push(duration)
  })
  observer.observe({ type: 'measure' })
  const plot = found('[data-plot]')
  const { left, width, top } = plot.getBoundingClientRect()
  for (let i = 0; i < count; i++) {
    await nextFrame()
    const at = { clientX: left + width * (0.3 + 0.4 * ((i * 7) % 10) * 0.1), clientY: top + 40 }
    // zooms in and out a little, with a step sideways between, so that nearly all tests stay visible
    const step = [
      { deltaY: -60 },
      { deltaX: 40, shiftKey: true },
      { deltaY: 40 },
      { deltaX: -40, shiftKey: true },
    ]
    plot.dispatchEvent(new WheelEvent('wheel', { ...step[i % 4], ...at, bubbles: true, cancelable: true }))
  }
  await pause(100)
  observer.disconnect()
  return took
}

async function queries(field: string, result: string, texts: readonly string[]): Promise<number[]> {
  const input = found(field) as HTMLInputElement
  const took: number[] = []
  for (const text of texts) {
    const before = textOf(result)
    const start = performance.now()
    input.value = text
    input.dispatchEvent(new InputEvent('input', { bubbles: true }))
    await changed(() => textOf(result) !== before, `“${text}” found what was there before`)
    await afterFrame()
    took.push(performance.now() - start)
    await pause(TYPING)
  }
  return took
}

async function log(hash: string, last: string): Promise<{ first: number; whole: number }> {
  const start = performance.now()
  location.hash = hash
  await changed(() => textOf('.text-row, .text-lines') !== '', 'no text')
  await afterFrame()
  const first = performance.now() - start
  const scroller = (): Element | null => document.querySelector('.text')
  for (;;) {
    const element = scroller()
    if (element !== null) element.scrollTop = element.scrollHeight
    await afterFrame()
    const row = [...document.querySelectorAll('.text .text-row')].at(-1)
    if (row?.textContent?.trimEnd().endsWith(last)) return { first, whole: performance.now() - start }
    if (performance.now() - start > PATIENCE) throw new Error('the last line does not come')
  }
}

async function scroll(scroller: string, count: number): Promise<number[]> {
  const took: number[] = []
  const element = found(scroller)
  for (let i = 1; i <= count; i++) {
    await nextFrame()
    element.scrollTop = ((i * 0.618) % 1) * element.scrollHeight
    took.push(-(await afterFrame()) + performance.now())
  }
  return took
}

async function picture(hash: string, canvas: string): Promise<number> {
  const start = performance.now()
  location.hash = hash
  await changed(() => document.querySelector(canvas) !== null, 'no picture')
  await afterFrame()
  return performance.now() - start
}

function longestTask(): number {
  const told = longest
  longest = SHORT
  return told
}

/** Resolves as soon as a change of the page makes `holds` true. */
function changed(holds: () => boolean, otherwise: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (holds()) return resolve()
    const timer = setTimeout(() => reject(new Error(otherwise)), PATIENCE)
    const observer = new MutationObserver(() => {
      if (!holds()) return
      observer.disconnect()
      clearTimeout(timer)
      resolve()
    })
    observer.observe(document.body, { subtree: true, childList: true, characterData: true })
  })
}

const textOf = (selector: string): string => document.querySelector(selector)?.textContent ?? ''

function found(selector: string): Element {
  const element = document.querySelector(selector)
  if (element === null) throw new Error(`no ${selector} in the page`)
  return element
}
