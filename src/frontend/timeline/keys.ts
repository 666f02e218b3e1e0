/** The timeline's keyboard commands. */

import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import { addressOf } from '../data/attempts.ts'
import { clamp } from '../data/clamp.ts'
import { isFailing } from '../data/ranks.ts'
import type { Span } from '../data/span.ts'
import { useKeys } from '../frame/keys.ts'
import { go } from '../route/location.ts'
import { lookAt } from './look-at.ts'
import { endOf } from './rows.ts'
import {
  chooseRange,
  cursor,
  drop,
  isUnknown,
  look,
  matches,
  model,
  moment,
  names,
  put,
  range,
  seek,
  select,
  selected,
  view,
} from './state.ts'
import { around, panBy, within, zoomAt } from './view.ts'
import { nextInTime } from './walk.ts'

const PAN = 0.15
const NEARER = 1 / 1.5
/** Share of the view by which a key moves the cursor. */
const STEP = 0.01

export function useTimelineKeys(filter: RefObject<HTMLInputElement | null>): void {
  useKeys({
    w: () => zoom(NEARER),
    s: () => zoom(1 / NEARER),
    a: () => pan(-PAN),
    d: () => pan(PAN),
    ArrowUp: () => zoom(NEARER),
    ArrowDown: () => zoom(1 / NEARER),
    ArrowLeft: () => pan(-PAN),
    ArrowRight: () => pan(PAN),
    '+': () => zoom(NEARER),
    '-': () => zoom(1 / NEARER),
    ',': () => point(-STEP),
    '.': () => point(STEP),
    i: () => mark('from'),
    o: () => mark('to'),
    f: fit,
    n: () => toFailure(1),
    p: () => toFailure(-1),
    '/': () => focusOn(filter.current),
    Enter: () => !document.activeElement?.matches('a, button, input, summary') && openSelected(),
    Escape: leave,
  })
  useTabWalk()
}

function zoom(factor: number): void {
  const [seen, now] = [view.value, model.value]
  if (seen === null || now === null) return
  look(zoomAt(seen, anchor(seen), factor, now.whole))
}

/** What stays in place while zooming: the cursor if keys have put it, the chosen test, or the middle. */
function anchor(seen: Span): number {
  const [now, test] = [model.value, selected.value]
  const isPut = moment.value !== null && moment.value === cursor.value?.time
  const chosen = now === null || test < 0 ? null : (now.tests.start[test] + endOf(now.tests, test)) / 2
  const at = isPut ? moment.value : chosen
  return at !== null && at >= seen.from && at <= seen.to ? at : (seen.from + seen.to) / 2
}

function pan(share: number): void {
  const [seen, now] = [view.value, model.value]
  if (seen !== null && now !== null) look(panBy(seen, (seen.to - seen.from) * share, now.whole))
}

/** Moves the cursor by a share of the view; the view follows if the cursor would leave it. */
function point(share: number): void {
  const [seen, now] = [view.value, model.value]
  if (seen === null || now === null) return
  const { whole } = now
  const from = cursor.value?.time
  const to = from === undefined ? firstMoment(seen) : from + (seen.to - seen.from) * share
  const time = clamp(to, whole.from, whole.to)
  put.value = { time, row: -1, test: -1, chart: -1 }
  moment.value = time
  if (time < seen.from || time > seen.to) look(panBy(seen, time - (seen.from + seen.to) / 2, whole))
}

/** Where keys first put the cursor: at the start of the chosen test, or in the middle. */
function firstMoment(seen: Span): number {
  const start = selected.value < 0 ? undefined : model.value?.tests.start[selected.value]
  const isSeen = start !== undefined && start >= seen.from && start <= seen.to
  return isSeen ? start : (seen.from + seen.to) / 2
}

/** Begins or ends the range at the cursor; a missing other end is taken from the view. */
function mark(end: keyof Span): void {
  const seen = view.value
  if (seen === null) return
  if (cursor.value === null) point(0)
  const time = cursor.value?.time
  const span = [range.value, seen].map((other) => other && { ...other, [end]: time }).find(isSpan)
  if (span) chooseRange(span)
}

const isSpan = (span: Span | null): span is Span => span !== null && span.to > span.from

/** Brings what the panel shows into view, the chosen test or the range; everything if that is fitted already. */
function fit(): void {
  const [seen, now] = [view.value, model.value]
  if (seen === null || now === null) return
  if (selected.value >= 0) lookAt(selected.value)
  else if (range.value !== null) look(around(range.value, now.whole))
  const fitted = view.value ?? seen
  // a view from the URL is rounded to microseconds
  if (Math.abs(fitted.from - seen.from) + Math.abs(fitted.to - seen.to) < 2) look(now.whole)
}

/** Wraps around at the last failure. */
function toFailure(step: 1 | -1): void {
  const now = model.value
  if (now === null) return
  const isMatch = matchNow()
  // status first: few tests fail, so the filter is asked for few
  const isWanted = (test: number): boolean => isFailing(now.tests, test) && isMatch(test)
  const next = nextInTime(now, selected.value, step, isWanted)
  const to = next < 0 ? nextInTime(now, -1, step, isWanted) : next
  if (to >= 0) choose(to)
}

/** Whether a test matches the filter. Reads the signal once, since a key press may check a million tests. */
function matchNow(): (test: number) => boolean {
  const wanted = matches.value
  return wanted === null ? () => true : (test) => wanted[test] !== 0
}

/** Chooses a test while stepping through many, and brings it into view. */
function choose(test: number): void {
  const [seen, now] = [view.value, model.value]
  if (seen === null || now === null || names.value === null) return
  select(test, 'walk')
  seek()
  const [from, to] = [now.tests.start[test], endOf(now.tests, test)]
  if (from >= seen.from && to <= seen.to) return
  const half = Math.max(seen.to - seen.from, (to - from) * 1.25) / 2
  look(within({ from: (from + to) / 2 - half, to: (from + to) / 2 + half }, now.whole))
}

function openSelected(): boolean {
  const tests = names.value
  if (tests === null || selected.value < 0) return false
  go({ page: 'test', address: addressOf(tests, selected.value), wrap: false })
  return true
}

function focusOn(field: HTMLInputElement | null): void {
  field?.focus()
  field?.select()
}

/** What Tab does on the plot: it steps from test to test, and after Escape leaves. `walked`: it has stepped. */
let tab: 'steps' | 'walked' | 'leaves' = 'steps'

/**
 * Escape deselects the test, then the range. On the plot it also lets Tab leave, and does only that after steps
 * by Tab, so that this goes on to the panel of the test. False if there was nothing left of these: the key then
 * goes back.
 */
function leave(): boolean {
  // the focused element is about to disappear with the panel's content
  if (document.activeElement?.closest('.panel-body'))
    document.querySelector<HTMLElement>('[data-plot]')?.focus()
  const before = tab
  if (isPlot(document.activeElement)) tab = 'leaves'
  const isLetGo = tab !== before
  if (isLetGo && before === 'walked') return true
  if (selected.value >= 0 || isUnknown.value) drop('at')
  else if (range.value !== null) drop('range')
  else return isLetGo
  return true
}

const isPlot = (element: EventTarget | null): boolean =>
  element instanceof HTMLElement && element.matches('[data-plot]')

/** Tab on the plot steps through the tests; after the last one, or after Escape, it leaves the plot. */
function useTabWalk(): void {
  useEffect(() => {
    const walk = (event: KeyboardEvent): void => {
      if (!isPlot(event.target)) tab = 'steps'
      const now = model.value
      const tests = names.value
      if (event.key !== 'Tab' || !isPlot(event.target) || tab === 'leaves' || now === null || tests === null)
        return
      const next = nextInTime(now, selected.value, event.shiftKey ? -1 : 1, matchNow())
      if (next < 0 || (event.shiftKey && selected.value < 0) || !tests.isNamed(next)) return
      event.preventDefault()
      choose(next)
      tab = 'walked'
    }
    window.addEventListener('keydown', walk, true)
    return () => {
      window.removeEventListener('keydown', walk, true)
      tab = 'steps'
    }
  }, [])
}
