/**
 * The comment's text: a marker, and a section for each report of the pull request. A section is what
 * stands between two hidden lines, of which the first says whose it is:
 *
 *     <!-- stackviz-action -->
 *     <!-- stackviz:section "workflow / name" 4711.1 -->
 *     ### ❌ `unit`: 1 of 2 tests failed
 *     …
 *     <!-- stackviz:end -->
 */

/** What a comment of ours begins with. */
export const MARKER = '<!-- stackviz-action -->'

/** GitHub takes 65,536 characters; bytes are never fewer. */
export const COMMENT_BYTES = 65_000

export interface Section {
  /** Workflow and name: one of each. */
  readonly key: string
  /** Of the workflow run, which ascend, and of its attempt. */
  readonly run: number
  readonly attempt: number
  /** Markdown whose first line says all in a sentence. */
  readonly text: string
}

const SECTION =
  /<!-- stackviz:section (\S{1,3000}) (\d{1,19})\.(\d{1,6}) -->\n([^]*?)\n<!-- stackviz:end -->/g

/** Sections of a comment, whoever changed it meanwhile: what is none is not kept. */
export function parseSections(body: string): Section[] {
  return [...body.matchAll(SECTION)].flatMap(([, key, run, attempt, text]): Section[] => {
    try {
      return [{ key: decodeURIComponent(key), run: Number(run), attempt: Number(attempt), text }]
    } catch {
      return [] // somebody edited it
    }
  })
}

/** Text of an input stands in it, and must not be taken for one of the hidden lines. */
export const harmless = (text: string): string => text.replaceAll('<!--', '<\u200b!--')

/** Sorted by key; what does not fit is only its first line, and then a number. */
export function printSections(sections: readonly Section[], bytes: number = COMMENT_BYTES): string {
  const sorted = sections.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const shown = sorted.map((section) => printed(section, section.text))
  const short = sorted.map((section) => printed(section, firstLine(section.text)))
  let left = bytes - size(MARKER) - 200
  // every section has its first line before any has more
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

/** With one section in place of another of its key, unless that is of a later workflow run. */
export function withSection(sections: readonly Section[], own: Section): Section[] {
  const others = sections.filter(({ key }) => key !== own.key)
  const there = sections.find(({ key }) => key === own.key)
  return [...others, there !== undefined && isLater(there, own) ? there : own]
}

/** Of two comments: the later section of each key. */
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
  // percent-encoded, `--` too: nothing in a key ends the hidden line
  `<!-- stackviz:section ${encodeURIComponent(key).replaceAll('-', '%2D')} ${run}.${attempt} -->\n${text}\n<!-- stackviz:end -->`

const firstLine = (text: string): string => text.split('\n', 1)[0]

const size = (text: string): number => Buffer.byteLength(text)
