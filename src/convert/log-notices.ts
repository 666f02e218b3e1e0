import { plural } from '../words/number.ts'

interface Noted {
  readonly title: string
  readonly notes: readonly string[]
}

/** Most logs with the same note that have a line each. */
const MOST_LINES = 3
/** Most logs that a line names. */
const MOST_NAMED = 100

/** The notes of logs, a line each: only one for the same note of many logs, such as those of a matrix's legs. */
export function noticesOf(logs: readonly Noted[]): string[] {
  const titles = new Map<string, string[]>()
  for (const { title, notes } of logs) {
    for (const note of notes) {
      const before = titles.get(note)
      if (before === undefined) titles.set(note, [title])
      else before.push(title)
    }
  }
  const told = new Set<string>()
  return logs.flatMap(({ title, notes }) =>
    notes.flatMap((note) => {
      const all = titles.get(note) ?? []
      if (all.length <= MOST_LINES) return `${title}: ${note}`
      if (told.has(note)) return []
      told.add(note)
      return `${listed(all)}: ${note}`
    }),
  )
}

const listed = (titles: readonly string[]): string =>
  titles.length > MOST_NAMED
    ? `${titles.slice(0, MOST_NAMED).join(', ')} and ${plural(titles.length - MOST_NAMED, 'more log')}`
    : titles.join(', ')
