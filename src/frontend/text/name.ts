/** Splits and shortens test names without losing what tells them apart: the end. */

import { cut } from '../../words/text.ts'

export interface NameParts {
  /** `nova.tests.unit.test_api.`, with its last separator; may be empty. */
  readonly path: string
  /** `TestApi.`, with its separator; may be empty. */
  readonly owner: string
  /** `test_get[param]`, or the whole name where it has no parts. */
  readonly method: string
}

/** Characters that turn the direction of the text behind them. */
const TURNS = /[\u202A-\u202E\u2066-\u2069]/g

/** Spells out such characters, with which a name or a line could pass for another. */
export function showTurns(text: string): string {
  return text.replace(TURNS, (turn) => `\\u{${turn.charCodeAt(0).toString(16)}}`)
}

/**
 * Cuts a name at its class: `a.b.TestC.test_d[x.y]` → `a.b.`, `TestC.` and `test_d[x.y]`;
 * `tests/a.py::TestC::test_d` → `tests/a.py::`, `TestC::` and `test_d`. From the first bracket or space on, all is
 * part of the method, as in names that are sentences; and `tests/a.py` ends with the file `a.py`. A name that is not
 * empty has a method. The parts are for display.
 */
export function splitName(id: string): NameParts {
  const name = showTurns(id)
  const method = lastSeparator(name, name.search(WORDS))
  const owner = method > 0 ? classStart(name, method) : 0
  return { path: name.slice(0, owner), owner: name.slice(owner, method), method: name.slice(method) }
}

/** A run's name without what says nothing: `linux-data: Subunit File: run.subunit` → `linux: run.subunit`. */
export const runName = (name: string): string =>
  name.replace(/(^|: )Subunit File: /, '$1').replace(/^(.+?)-data: /, '$1: ')

/** `start…end` in at most `max` characters, without dots beside `…`; the end, where the method is, gets two thirds. */
export function cutMiddle(text: string, max: number): string {
  if (text.length <= max) return showTurns(text)
  const tail = Math.ceil(((max - 1) * 2) / 3)
  const [start, end] = [startOf(text, max - 1 - tail), endOf(text, tail)]
  return showTurns(`${start.replace(/\.+$/, '')}…${end.replace(/^\.+/, '')}`)
}

/** A name cut shorter than this says nothing. */
export const LEAST_LETTERS = 8

/** The first of the texts that fits, or the last one cut in its middle; empty if too little of it would stay. */
export function labelWithin(letters: number, ...texts: readonly string[]): string {
  const whole = texts.find((text) => text.length <= letters)
  if (whole !== undefined) return showTurns(whole)
  return letters < LEAST_LETTERS ? '' : cutMiddle(texts[texts.length - 1], letters)
}

interface Runs {
  readonly runs: readonly { readonly entry: { readonly name: string } }[]
}

interface Labels {
  readonly whole: readonly string[]
  /** Without all words with which each of them ends. */
  readonly short: readonly string[]
  /** Letters of the longest whole one. */
  readonly longest: number
}

const known = new WeakMap<Runs['runs'], Labels>()

/**
 * One of several runs, `3: linux`, without the stream's name if all have the same. If any of them is longer than
 * `most`, all are shorter, and then cut: what tells them apart stays.
 */
export function runLabel({ runs }: Runs, run: number, most: number): string {
  const labels = known.get(runs) ?? labelsOf(runs.map(({ entry }) => runName(entry.name)))
  known.set(runs, labels)
  return labelWithin(most, (labels.longest > most ? labels.short : labels.whole)[run])
}

function labelsOf(names: readonly string[]): Labels {
  const end = endOfAll(names)
  const [whole, short] = [/: .*/s, /(: |[-._/ ](?=[a-z])).*/is].map((left) => {
    const length = left.exec(end)?.[0].length ?? 0
    return names.map((name, n) => `${n}: ${name.slice(0, name.length - length)}`)
  })
  return { whole, short, longest: Math.max(...whole.map((label) => label.length)) }
}

/** What all texts end with, without the first letter of any. */
function endOfAll(texts: readonly string[]): string {
  const [first, ...others] = texts.map((text) => text.slice(1))
  let length = 0
  while (length < first.length && others.every((one) => one.at(-1 - length) === first.at(-1 - length)))
    length += 1
  return first.slice(first.length - length)
}

/** `start…` in at most `max` characters, for text whose start matters most. */
export function cutEnd(text: string, max: number): string {
  return showTurns(cut(text, max))
}

/** At most so many characters, without half a one (a surrogate) where the text is cut. */
const startOf = (text: string, most: number): string => text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')
const endOf = (text: string, most: number): string =>
  text.slice(text.length - most).replace(/^[\uDC00-\uDFFF]/, '')

/** The pieces between which a name may wrap: it may after each `.`, `_`, `/`, `:` and `,`. */
export function breakName(text: string): string[] {
  return text.match(/[^._/:,]*[._/:,]+|[^._/:,]+/g) ?? []
}

/** Where words begin, in which dots separate nothing; docs/format.md has the same of classes. */
const WORDS = /[[( ]|$/

/**
 * What separates nothing: the ending of a file's name, as of `tests/test_a.py` or of `test_a.py`, and a separator
 * that ends a name.
 */
const ENDING = /(?:(?<=\/[^/]*)\.[a-z]{1,4}|(?<=^\w+)\.py|[./:])$/

/** Index after the last `.`, `::` or `/` before `end`; 0 if there is none. */
function lastSeparator(name: string, end: number): number {
  const before = name.slice(0, end).replace(ENDING, '')
  const colons = before.lastIndexOf('::')
  return Math.max(before.lastIndexOf('.'), before.lastIndexOf('/'), colons < 0 ? -1 : colons + 1) + 1
}

/** Where the part before the method begins, if it is a class (with a capital letter first); else `method`. */
function classStart(name: string, method: number): number {
  const separator = name.startsWith('::', method - 2) ? 2 : 1
  const start = lastSeparator(name, method - separator)
  return /^_*\p{Lu}/u.test(name.slice(start, method)) ? start : method
}
