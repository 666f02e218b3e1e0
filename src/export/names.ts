import { sep } from 'node:path'

/** A file name may have 255 bytes; we add `tempest_`, `_<id>_details.json.gz` and a number. */
const MAX_NAME = 180

/**
 * A name for each source, safe in file names and unique regardless of case: the base name; before it as many
 * parent directories as are needed to tell sources of different directories apart; and then a number. Sources that
 * their directories cannot tell apart get no more of these than others: a whole path says nothing that a number does
 * not, and may tell who made the report.
 */
export function sourceNames(paths: readonly string[]): string[] {
  const parts = paths.map(partsOf)
  const depths = parts.map(() => 1)
  const names = parts.map((each) => fileName(each.slice(-1).join('-')))
  const directories = parts.map((each) => each.slice(0, -1).map(fileName).join('/').toLowerCase())
  for (;;) {
    const alike = groupBy(names.keys(), (i) => names[i].toLowerCase())
    const deeper = [...alike.values()]
      .filter((group) => group.some((i) => directories[i] !== directories[group[0]]))
      .flat()
      // a name of MAX_NAME was cut at its front, so more directories before it change nothing
      .filter((i) => depths[i] < parts[i].length && names[i].length < MAX_NAME)
    if (deeper.length === 0) return numbered(names)
    for (const i of deeper) names[i] = fileName(parts[i].slice(-++depths[i]).join('-'))
  }
}

/** The readable form of `name`, which `sourceNames` gave to `path`: with its original letters and spaces. */
export function shownName(path: string, name: string): string {
  const parts = partsOf(path)
  for (let depth = 1; depth <= parts.length; depth++) {
    const shown = parts.slice(-depth).join('-')
    const safe = fileName(shown)
    const number = name.slice(safe.length)
    if (name.startsWith(safe) && /^(?:-\d+)?$/.test(number)) return shown + number
  }
  return name
}

const partsOf = (path: string): string[] => path.split(sep).filter((part) => part !== '')

/** Keeps letters, digits, `.`, `_` and `-`, and replaces everything else, and leading dots, by `_`. */
function fileName(text: string): string {
  const safe = text.replace(/[^A-Za-z0-9._-]/gu, '_').slice(-MAX_NAME)
  return safe.replace(/^\.+/, (dots) => '_'.repeat(dots.length)) || '_'
}

/** Appends `-2`, `-3`, … to repeated names; linear, however many are equal. */
function numbered(names: readonly string[]): string[] {
  /** Name → the number to try when it occurs again. */
  const taken = new Map<string, number>()
  return names.map((name) => {
    const wanted = name.toLowerCase()
    let number = taken.get(wanted)
    if (number === undefined) {
      taken.set(wanted, 2)
      return name
    }
    while (taken.has(`${wanted}-${number}`)) number++
    taken.set(wanted, number + 1)
    taken.set(`${wanted}-${number}`, 2)
    return `${name}-${number}`
  })
}

function groupBy<K, V>(values: Iterable<V>, keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [value])
    else group.push(value)
  }
  return groups
}
