import { plural } from '../words/number.ts'

interface Noted {
  readonly title: string
  readonly notes: readonly string[]
}

/** Most logs that are named one by one if a note is the same of all of them. */
const MOST_NAMED = 3

/** The notes of logs, a line each: only one for the same note of many logs, such as those of a matrix's legs. */
export function noticesOf(logs: readonly Noted[]): string[] {
  const counts = new Map<string, number>()
  for (const note of logs.flatMap(({ notes }) => notes)) counts.set(note, (counts.get(note) ?? 0) + 1)
  const told = new Set<string>()
  return logs.flatMap(({ title, notes }) =>
    notes.flatMap((note) => {
      const count = counts.get(note) ?? 1
      if (count <= MOST_NAMED) return `${title}: ${note}`
      if (told.has(note)) return []
      told.add(note)
      return `${title} and ${plural(count - 1, 'more log')}: ${note}`
    }),
  )
}
