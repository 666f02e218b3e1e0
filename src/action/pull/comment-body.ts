/**
 * The comment's text: a marker, and a section for each report of the pull request. A section is the text
 * between two hidden lines; the first has its key, the workflow run and attempt, and the newest workflow run
 * of its workflow. Sections that this one has not replaced are at the end, folded: their jobs still run, or
 * are gone.
 *
 *     <!-- stackviz-action -->
 *     <!-- stackviz:section unit%20tests/unit 4712.1 4712 -->
 *     ### ✅ `unit`: 2 of 2 tests passed
 *     …
 *     <!-- stackviz:end -->
 *     <details>
 *     <!-- stackviz:section unit%20tests/unit%2D3.9 4711.1 4712 -->
 *     …
 */

import { counted } from '../../convert/words.ts'
import { folded, size } from '../summary/whole.ts'

/** The text with which our comments begin. */
export const MARKER = '<!-- stackviz-action -->'

/** Most bytes; GitHub's limit is 65,536 characters, and a text has at least as many bytes. */
export const COMMENT_BYTES = 65_000

export interface Section {
  /** `sectionKey`; unique within a comment. */
  readonly key: string
  /** Id of the workflow run, which ascends, and its attempt. */
  readonly run: number
  readonly attempt: number
  /** The newest run of this workflow that has reported, with or without a section. */
  readonly newest: number
  /** Markdown whose first line alone gives the result. */
  readonly text: string
}

/** Encoded, and `-` too, so that no name can end the hidden line. */
export const sectionKey = (workflow: string, name: string): string =>
  [workflow, name].map((each) => encodeURIComponent(each).replaceAll('-', '%2D')).join('/')

const SECTION =
  /<!-- stackviz:section (\S{1,3000}) (\d{1,15})\.(\d{1,6}) (\d{1,15}) -->\n([^]*?)\n<!-- stackviz:end -->/g

/** The sections of a comment, even if somebody has edited it; anything else is dropped. */
export function parseSections(body: string): Section[] {
  return Array.from(body.matchAll(SECTION), ([, key, run, attempt, newest, text]) => ({
    key,
    run: Number(run),
    attempt: Number(attempt),
    newest: Number(newest),
    text,
  }))
}

/** Keeps text from inputs from being taken for one of the hidden lines. */
export const harmless = (text: string): string => text.replaceAll('<!--', '<\u200b!--')

/** Sorted by key, old ones last; sections that do not fit are cut to their first lines, and then only counted. */
export function printSections(sections: readonly Section[], bytes: number = COMMENT_BYTES): string {
  const sorted = sections.toSorted((a, b) => Number(isOld(a)) - Number(isOld(b)) || (a.key < b.key ? -1 : 1))
  const shown = sorted.map((section) => printed(section, section.text))
  const short = sorted.map((section) => printed(section, firstLine(section.text)))
  let left = bytes - size(MARKER) - 400
  // every section gets its first line before any gets more
  const lines = short.filter((text) => (left -= size(text) + 2) >= 0).length
  if (lines < short.length) left = 0
  const parts = short.slice(0, lines).map((text, i) => {
    const more = size(shown[i]) - size(text)
    if (more > left) return text
    left -= more
    return shown[i]
  })
  const current = sorted.filter((section) => !isOld(section)).length
  const old = parts.slice(current)
  const fold = old.length === 0 ? [] : [folded(oldWords(old.length), old.join('\n\n'))]
  const hidden = short.length - lines
  const rest = hidden === 0 ? [] : [`${hidden} more reports do not fit here; find them among the checks.`]
  return [MARKER, ...parts.slice(0, current), ...fold, ...rest].join('\n\n')
}

/** Not “no longer”: the newest workflow run may still be under way. */
const oldWords = (count: number): string =>
  `${counted(count, 'report')} of earlier workflow runs, not made again so far`

/** Replaces the section with the same key, unless that is of a later workflow run or attempt. */
export function withSection(sections: readonly Section[], own: Section): Section[] {
  const others = sections.filter(({ key }) => key !== own.key)
  const there = sections.find(({ key }) => key === own.key) ?? own
  const newest = Math.max(there.newest, own.newest)
  return [...others, { ...(isLater(there, own) ? there : own), newest }]
}

/** Notes in all sections of the workflow that this run of it has reported. */
export function withRun(sections: readonly Section[], own: Section): Section[] {
  const newest = Math.max(...[own, ...siblings(sections, own)].map((each) => each.newest))
  return sections.map((each) => (isSibling(each, own) ? { ...each, newest } : each))
}

/** Merges two comments: of each key, the later section. */
export const merged = (a: readonly Section[], b: readonly Section[]): Section[] =>
  b.reduce<Section[]>((all, section) => withSection(all, section), [...a])

/** Whether the text knows of the workflow run and, if `isWanted`, has this section or a later one in its place. */
export function holds(body: string, own: Section, isWanted: boolean): boolean {
  const sections = parseSections(body)
  const there = sections.find(({ key }) => key === own.key)
  const isThere = there !== undefined && !isLater(own, there)
  return (isThere || !isWanted) && siblings(sections, own).every(({ newest }) => newest >= own.run)
}

const siblings = (sections: readonly Section[], own: Section): Section[] =>
  sections.filter((each) => isSibling(each, own))

const isSibling = (a: Section, b: Section): boolean => workflowOf(a) === workflowOf(b)

const workflowOf = ({ key }: Section): string => key.split('/', 1)[0]

const isOld = ({ run, newest }: Section): boolean => run < newest

const isLater = (a: Section, b: Section): boolean =>
  a.run > b.run || (a.run === b.run && a.attempt > b.attempt)

const printed = ({ key, run, attempt, newest }: Section, text: string): string =>
  `<!-- stackviz:section ${key} ${run}.${attempt} ${newest} -->\n${text}\n<!-- stackviz:end -->`

const firstLine = (text: string): string => text.split('\n', 1)[0]
