import { sep } from 'node:path'

/** A file name may have 255 bytes; `tempest_`, `_<id>_details.json.gz` and a number are ours. */
const MAX_NAME = 180

/**
 * A name for each source, fit for a file's, no two alike whatever the case: the base name; where
 * several have it, with as many parent directories before it as it takes; last, numbered.
 */
export function sourceNames(paths: readonly string[]): string[] {
  const parts = paths.map((path) => path.split(sep).filter((part) => part !== ''))
  const depths = parts.map(() => 1)
  const nameOf = (i: number): string => fileName(parts[i].slice(-depths[i]).join('-'))
  for (;;) {
    const alike = groupBy(paths.keys(), (i) => nameOf(i).toLowerCase())
    const deeper = [...alike.values()]
      .filter((group) => group.length > 1)
      .flat()
      .filter((i) => depths[i] < parts[i].length)
    if (deeper.length === 0) break
    for (const i of deeper) depths[i]++
  }
  return numbered([...paths.keys()].map(nameOf))
}

/** Letters, digits, `.`, `_`, `-` as they are, all else `_`; never a dot in front. */
export function fileName(text: string): string {
  const safe = text.replace(/[^A-Za-z0-9._-]/gu, '_').slice(-MAX_NAME)
  return safe.replace(/^\.+/, (dots) => '_'.repeat(dots.length)) || '_'
}

/** The same names, `-2`, `-3`, … behind those that stand there again. */
function numbered(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let free = name
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${name}-${n}`
    taken.add(free.toLowerCase())
    return free
  })
}

function groupBy<K, V>(values: Iterable<V>, keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>()
  for (const value of values) {
    const group = groups.get(keyOf(value))
    if (group === undefined) groups.set(keyOf(value), [value])
    else group.push(value)
  }
  return groups
}
