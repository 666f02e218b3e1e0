/**
 * The comment's text: a marker, and a section for each report of the pull request. A section is the text
 * between two hidden lines; the first has its key, the workflow run and attempt, the commit (`-` if unknown),
 * and the newest run of its workflow on another commit. Sections older than that are at the end, folded:
 * their jobs still run for the newer commit, or are gone. A later version may add up to nine words of letters, digits
 * and `.%/_` to the first line: they stay.
 *
 *     <!-- stackviz-action -->
 *     <!-- stackviz:section unit%20tests/unit 4712.1 83ef4b10… 4711 -->
 *     ### ✅ `unit tests / unit`: All 2 tests passed
 *     …
 *     <!-- stackviz:end -->
 *     <details>
 *     <!-- stackviz:section unit%20tests/unit%2D3.9 4711.1 5d63772c… 4712 -->
 *     …
 *
 * Reports that do not fit are counted, by the hashes of their keys in another hidden line.
 */

import { createHash } from 'node:crypto'

import { plural } from '../../words/number.ts'
import { folded, size } from '../summary/whole.ts'

/** The text with which our comments begin. */
export const MARKER = '<!-- stackviz-action -->'

/** Most bytes; GitHub's limit is 65,536 characters, and a text has at least as many bytes. */
export const COMMENT_BYTES = 65_000

/** Most reports that do not fit and are still counted. */
const MOST_HIDDEN = 400

/** Hexadecimal digits of a hash. */
const HASH = 8
const HIDDEN_BYTES = MOST_HIDDEN * (HASH + 1) + 30

export interface Section {
  /** `sectionKey`; unique within a comment. */
  readonly key: string
  /** Id of the workflow run, which ascends, and its attempt. */
  readonly run: number
  readonly attempt: number
  /** SHA; null if unknown. */
  readonly commit: string | null
  /** The newest run of this workflow that has reported on another commit, even without a section; 0 for none. */
  readonly newest: number
  /** What a later version has added, with a space before each word. */
  readonly more?: string
  /** Markdown whose first line alone gives the result. */
  readonly text: string
}

/** Encoded, and `-` too, so that no name can end the hidden line. */
export const sectionKey = (workflow: string, name: string): string =>
  [workflow, name].map((each) => encodeURIComponent(each).replaceAll('-', '%2D')).join('/')

const SECTION =
  /<!-- stackviz:section (\S{1,3000}) (\d{1,15})\.(\d{1,6}) ([\da-f]{1,64}|-) (\d{1,15})((?: [\w.%/]{1,1000}){0,9}) -->\n([^]*?)\n<!-- stackviz:end -->/g

/** The sections of a comment, even if somebody has edited it in a browser (CRLF); anything else is dropped. */
export function parseSections(body: string): Section[] {
  return Array.from(
    body.replaceAll('\r\n', '\n').matchAll(SECTION),
    ([, key, run, attempt, commit, newest, more, text]) => ({
      key,
      run: Number(run),
      attempt: Number(attempt),
      commit: commit === '-' ? null : commit,
      newest: Number(newest),
      ...(more !== '' && { more }),
      text,
    }),
  )
}

/** Hashes of the reports that did not fit into a comment. */
export const parseHidden = (body: string): string[] =>
  Array.from(body.matchAll(/<!-- stackviz:hidden((?: [\da-f]{8})+) -->/g), ([, hashes]) =>
    hashes.slice(1).split(' '),
  ).flat()

const hashOf = ({ key }: Section): string => createHash('sha256').update(key).digest('hex').slice(0, HASH)

/** Keeps text from inputs from being taken for one of the hidden lines. */
export const harmless = (text: string): string => text.replaceAll('<!--', '<\u200b!--')

/**
 * Sorted by key, old ones last; sections that do not fit are cut to their first lines, and then only counted.
 * `before`: as of `parseHidden`.
 */
export function printSections(
  sections: readonly Section[],
  before: readonly string[] = [],
  bytes: number = COMMENT_BYTES,
): string {
  const sorted = sections.toSorted((a, b) => Number(isOld(a)) - Number(isOld(b)) || (a.key < b.key ? -1 : 1))
  const shown = sorted.map((section) => printed(section, section.text))
  const short = sorted.map((section) => printed(section, firstLine(section.text)))
  // every section gets its first line before any gets more
  const all = short.reduce((sum, text) => sum + size(text) + 2, 0)
  let left = bytes - size(MARKER) - 400
  if (before.length > 0 || all > left) left -= HIDDEN_BYTES
  const lines = short.filter((text) => (left -= size(text) + 2) >= 0).length
  // if one did not fit, less than nothing is left
  const parts = short.slice(0, lines).map((text, i) => {
    const more = size(shown[i]) - size(text)
    if (more > left) return text
    left -= more
    return shown[i]
  })
  const current = sorted.filter((section) => !isOld(section)).length
  const old = parts.slice(current)
  const fold = old.length === 0 ? [] : [folded(oldWords(old.length), old.join('\n\n'))]
  // those of now come first: each job looks for its own
  const hashes = new Set([...sorted.map(hashOf), ...before])
  for (const section of sorted.slice(0, lines)) hashes.delete(hashOf(section))
  const hidden = [...hashes].slice(0, MOST_HIDDEN).map((hash) => ` ${hash}`)
  const rest =
    hashes.size === 0 ? [] : [`${moreWords(hashes.size)}\n<!-- stackviz:hidden${hidden.join('')} -->`]
  return [MARKER, ...parts.slice(0, current), ...fold, ...rest].join('\n\n')
}

/** Not “no longer”: the newest commit's workflow run may still be under way. */
const oldWords = (count: number): string =>
  `${plural(count, 'report')} of earlier commits, not made again so far`

const moreWords = (count: number): string =>
  count === 1
    ? '1 more report does not fit here; find it among the checks.'
    : `${count} more reports do not fit here; find them among the checks.`

/** Replaces the section with the same key, unless that is of a later workflow run or attempt. */
export function withSection(sections: readonly Section[], own: Section): Section[] {
  const others = sections.filter(({ key }) => key !== own.key)
  const there = sections.find(({ key }) => key === own.key) ?? own
  const newest = Math.max(there.newest, own.newest)
  return [...others, { ...(isLater(there, own) ? there : own), newest }]
}

/** Notes in each section the newest run of its workflow on another commit, which may be this report's. */
export const withRun = (sections: readonly Section[], own: Section): Section[] =>
  sections.map((each) => {
    const others = [...sections, own].filter((other) => isOfOtherCommit(other, each))
    return { ...each, newest: Math.max(each.newest, ...others.map(({ run }) => run)) }
  })

/** Merges two comments: of each key, the later section. */
export const merged = (a: readonly Section[], b: readonly Section[]): Section[] =>
  b.reduce<Section[]>((all, section) => withSection(all, section), [...a])

/** Whether the text begins with the marker, knows of the workflow run and, if `isWanted`, has this section or a later one in its place, or counts it. */
export function holds(body: string, own: Section, isWanted: boolean): boolean {
  const sections = parseSections(body)
  const there = sections.find(({ key }) => key === own.key)
  const isThere = there === undefined ? parseHidden(body).includes(hashOf(own)) : !isLater(own, there)
  const others = sections.filter((each) => isOfOtherCommit(own, each))
  const isKnown = (isThere || !isWanted) && others.every(({ newest }) => newest >= own.run)
  return isKnown && body.startsWith(MARKER)
}

/** Of the same workflow; not a further run for the same commit, as when a label is added. */
const isOfOtherCommit = (a: Section, b: Section): boolean =>
  workflowOf(a) === workflowOf(b) && a.commit !== null && b.commit !== null && a.commit !== b.commit

const workflowOf = ({ key }: Section): string => key.split('/', 1)[0]

const isOld = ({ run, newest }: Section): boolean => run < newest

const isLater = (a: Section, b: Section): boolean =>
  a.run > b.run || (a.run === b.run && a.attempt > b.attempt)

const printed = ({ key, run, attempt, commit, newest, more = '' }: Section, text: string): string =>
  `<!-- stackviz:section ${key} ${run}.${attempt} ${commit ?? '-'} ${newest}${more} -->\n${text}\n<!-- stackviz:end -->`

const firstLine = (text: string): string => text.split('\n', 1)[0]
