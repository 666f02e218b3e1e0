/** The timeline as a reader uses it: positions on the screen, pixels drawn there, texts. */

import type { Page } from 'playwright-core'

export interface Point {
  readonly x: number
  readonly y: number
}

/** CSS pixels in the window. */
export interface Box extends Point {
  readonly width: number
  readonly height: number
}

/** The table of machine metrics in the panel. */
export const MACHINE = '.panel table:has(caption:text-is("The machine"))'

export const plotBox = (page: Page): Promise<Box> => boxOf(page, '.plot')

export async function boxOf(page: Page, selector: string): Promise<Box> {
  const box = await page.locator(selector).first().boundingBox()
  if (box === null) throw new Error(`${selector} is not shown`)
  return box
}

/** Waits until the lanes are drawn; names and charts may come later. */
export async function drawn(page: Page): Promise<void> {
  await page.locator('.panel h2').waitFor()
  await frame(page)
}

/** Waits until a requested change is on the screen: one frame draws it, the next one shows it. */
export const frame = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')

/** Vertical middle of the lane with that label (`worker 0`), or of one of its rows. */
export async function laneY(page: Page, label: string, row = 0): Promise<number> {
  const boxes = page.locator('.lane-label', { hasText: label })
  const box = await boxes.first().boundingBox()
  if (box === null) throw new Error(`no lane ${label}`)
  return row === 0 ? box.y + Math.min(box.height, 24) / 2 : box.y + 24 * row + 12
}

/** Colour of a pixel of a canvas; `x` and `y` in the canvas's own pixels. */
export async function pixelOf(page: Page, canvas: string, x: number, y: number): Promise<string> {
  return (await pixelsOf(page, canvas, x, y, 1))[0]
}

/** Colours of `count` pixels of a canvas, from that one to the right. */
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

/** A custom property's colour as `rgb(1, 2, 3)`. */
export function colourOf(page: Page, property: string): Promise<string> {
  return page.evaluate(`{
    const probe = document.body.appendChild(document.createElement('i'))
    probe.style.color = 'var(${property})'
    const { color } = getComputedStyle(probe)
    probe.remove()
    color
  }`)
}

/** The view in the URL, in seconds from the first test; null: all. Written with a delay, so poll it. */
export async function viewInUrl(page: Page): Promise<readonly [number, number] | null> {
  const view = /[?&]view=(-?[\d.]+)-([\d.]+)/.exec(await page.evaluate<string>('location.hash'))
  return view === null ? null : [Number(view[1]), Number(view[2])]
}

export const hashOf = (page: Page): Promise<string> => page.evaluate<string>('location.hash')

export const textOf = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).first().innerText()).replace(/\s+/g, ' ').trim()
