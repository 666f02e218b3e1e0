/**
 * The comment's text: a marker, and a section for each report of the pull request. A section is the text
 * between two hidden lines; the first has its key, percent-encoded, and the workflow run and attempt:
 *
 *     <!-- stackviz-action -->
 *     <!-- stackviz:section workflow%20%2F%20name 4711.1 -->
 *     ### ❌ `unit`: 1 of 2 tests failed
 *     …
 *     <!-- stackviz:end -->
 */

/** The text with which our comments begin. */
export const MARKER = '<!-- stackviz-action -->'

/** Most bytes; GitHub's limit is 65,536 characters, and a text has at least as many bytes. */
export const COMMENT_BYTES = 65_000

export interface Section {
  /** Workflow and report name; unique within a comment. */
  readonly key: string
  /** Id of the workflow run, which ascends, and its attempt. */
  readonly run: number
  readonly attempt: number
  /** Markdown whose first line alone gives the result. */
  readonly text: string
}

const SECTION =
  /<!-- stackviz:section (\S{1,3000}) (\d{1,19})\.(\d{1,6}) -->\n([^]*?)\n<!-- stackviz:end -->/g

/** The sections of a comment, even if somebody has edited it; anything else is dropped. */
export function parseSections(body: string): Section[] {
  return [...body.matchAll(SECTION)].flatMap(([, key, run, attempt, text]): Section[] => {
    try {
      return [{ key: decodeURIComponent(key), run: Number(run), attempt: Number(attempt), text }]
    } catch {
      return [] // somebody edited it
    }
  })
}

/** Keeps text from inputs from being taken for one of the hidden lines. */
export const harmless = (text: string): string => text.replaceAll('<!--', '<\u200b!--')

/** Sorted by key; sections that do not fit are cut to their first lines, and then only counted. */
export function printSections(sections: readonly Section[], bytes: number = COMMENT_BYTES): string {
  const sorted = sections.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const shown = sorted.map((section) => printed(section, section.text))
  const short = sorted.map((section) => printed(section, firstLine(section.text)))
  let left = bytes - size(MARKER) - 200
  // every section gets its first line before any gets more
  const lines = short.filter((text) => (left -= size(text) + 2) >= 0).length
  if (lines < short.length) left = 0
  const parts = short.slice(0, lines).map((text, i) => {
    const more = size(shown[i]) - size(text)
    if (more > left) return text
    left -= more
    return shown[i]
  })
  const hidden = short.length - lines
  const rest = hidden === 0 ? [] : [`${hidden} more reports do not fit here; find them among the checks.`]
  return [MARKER, ...parts, ...rest].join('\n\n')
}

/** Replaces the section with the same key, unless that is of a later workflow run or attempt. */
export function withSection(sections: readonly Section[], own: Section): Section[] {
  const others = sections.filter(({ key }) => key !== own.key)
  const there = sections.find(({ key }) => key === own.key)
  return [...others, there !== undefined && isLater(there, own) ? there : own]
}

/** Merges two comments: of each key, the later section. */
export const merged = (a: readonly Section[], b: readonly Section[]): Section[] =>
  b.reduce<Section[]>((all, section) => withSection(all, section), [...a])

/** Whether the text has this section, or a later one in its place. */
export function holds(body: string, own: Section): boolean {
  const there = parseSections(body).find(({ key }) => key === own.key)
  return (
    there !== undefined && (isLater(there, own) || (there.run === own.run && there.attempt === own.attempt))
  )
}

const isLater = (a: Section, b: Section): boolean =>
  a.run > b.run || (a.run === b.run && a.attempt > b.attempt)

const printed = ({ key, run, attempt }: Section, text: string): string =>
  // percent-encoded, and `-` too, so that no key can end the hidden line
  `<!-- stackviz:section ${encodeURIComponent(key).replaceAll('-', '%2D')} ${run}.${attempt} -->\n${text}\n<!-- stackviz:end -->`

const firstLine = (text: string): string => text.split('\n', 1)[0]

const size = (text: string): number => Buffer.byteLength(text)
