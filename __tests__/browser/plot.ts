/** The timeline as a reader uses it: where a moment is on the screen, what is drawn there, what is said. */

import type { Page } from 'playwright-core'

export interface Point {
  readonly x: number
  readonly y: number
}

/** CSS pixels of the window. */
export interface Box extends Point {
  readonly width: number
  readonly height: number
}

/** The machine's numbers in the panel. */
export const MACHINE = '.panel table:has(caption:text-is("The machine"))'

export const plotBox = (page: Page): Promise<Box> => boxOf(page, '.plot')

export async function boxOf(page: Page, selector: string): Promise<Box> {
  const box = await page.locator(selector).first().boundingBox()
  if (box === null) throw new Error(`${selector} is not shown`)
  return box
}

/** Waits until the lanes are drawn: names and charts come behind. */
export async function drawn(page: Page): Promise<void> {
  await page.locator('.panel h2').waitFor()
  await frame(page)
}

/** Until what was asked for is on the screen: a frame to draw it, and one behind. */
export const frame = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')

/** Middle of the lane of that label, `worker 0`. */
export async function laneY(page: Page, label: string, row = 0): Promise<number> {
  const boxes = page.locator('.lane-label', { hasText: label })
  const box = await boxes.first().boundingBox()
  if (box === null) throw new Error(`no lane ${label}`)
  return row === 0 ? box.y + Math.min(box.height, 24) / 2 : box.y + 24 * row + 12
}

/** Colour of a pixel of a canvas, CSS pixels from its corner. */
export async function pixelOf(page: Page, canvas: string, x: number, y: number): Promise<string> {
  return (await pixelsOf(page, canvas, x, y, 1))[0]
}

/** Colours of `count` pixels of a canvas from there on, to the right. */
export function pixelsOf(page: Page, canvas: string, x: number, y: number, count: number): Promise<string[]> {
  return page.evaluate(`{
    const drawn = document.querySelector('canvas[data-canvas="${canvas}"]')
    const copy = document.createElement('canvas')
    Object.assign(copy, { width: drawn.width, height: drawn.height })
    const pen = copy.getContext('2d', { willReadFrequently: true })
    pen.drawImage(drawn, 0, 0)
    const { data } = pen.getImageData(${Math.round(x)}, ${Math.round(y)}, ${count}, 1)
    Array.from({ length: ${count} }, (_, i) => 'rgb(' + [...data.subarray(4 * i, 4 * i + 3)].join(', ') + ')')
  }`)
}

/** `rgb(1, 2, 3)` of a custom property. */
export function colourOf(page: Page, property: string): Promise<string> {
  return page.evaluate(`{
    const probe = document.body.appendChild(document.createElement('i'))
    probe.style.color = 'var(${property})'
    const { color } = getComputedStyle(probe)
    probe.remove()
    color
  }`)
}

/** Seconds from the first test that are in sight, by the URL; null: all. Waits until the URL is written. */
export async function viewInUrl(page: Page): Promise<readonly [number, number] | null> {
  const view = /[?&]view=(-?[\d.]+)-([\d.]+)/.exec(await page.evaluate<string>('location.hash'))
  return view === null ? null : [Number(view[1]), Number(view[2])]
}

export const hashOf = (page: Page): Promise<string> => page.evaluate<string>('location.hash')

export const textOf = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).first().innerText()).replace(/\s+/g, ' ').trim()
