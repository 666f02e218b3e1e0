/** Logs of dstat and dool, line by line, with the sample that each line must result in. */

import type { Random } from './random.ts'

export interface Sample {
  /** Microseconds since the epoch. */
  readonly time: number
  /** By `title: name`. */
  readonly values: Readonly<Record<string, number>>
}

export interface Line {
  readonly text: string
  readonly sample?: Sample
}

type Tool = 'dstat' | 'dool'
const TOOLS: readonly Tool[] = ['dstat', 'dool']

/** A block of rows: which tool wrote it, and its columns. */
interface Layout {
  readonly tool: Tool
  readonly clock: 'wall' | 'epoch' | 'none'
  readonly groups: readonly Group[]
}

interface Group {
  readonly title: string
  readonly names: readonly string[]
}

const GROUPS: readonly Group[] = [
  { title: 'load avg', names: ['1m', '5m', '15m'] },
  { title: 'total cpu usage', names: ['usr', 'sys', 'idl', 'wai', 'stl'] },
  { title: 'memory usage', names: ['used', 'free', 'buff', 'cach'] },
  { title: 'net/total', names: ['recv', 'send'] },
  { title: 'dsk/total', names: ['read', 'writ'] },
  { title: 'procs', names: ['run', 'blk', 'new'] },
]

const GENERATORS = { dstat: '"Dstat 0.8.0 CSV output"', dool: '"dool 1.3.4 CSV output"' } as const
const AUTHOR = '"Author:","Somebody",,,,"URL:","x"'
export const HOST = '"Host:","vm",,,,"User:","root"'
/** Seconds: 23 Nov 2026 18:53:17 UTC. */
const BEGIN = 1_795_459_997
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const BAD_CELLS = ['word', '', 'nan', '--', '1.2.3']

export function soundLog(random: Random): Buffer {
  return Buffer.from(
    randomLog(random, 0)
      .map(({ text }) => `${text}\n`)
      .join(''),
  )
}

/** Several blocks, as tools write them to new or existing files; `damage`: probability of damage per row. */
export function randomLog(random: Random, damage: number): Line[] {
  const lines: Line[] = []
  let writer: Tool = 'dstat'
  for (let blocks = 1 + random.few(4); blocks > 0; blocks--) {
    const begins = lines.length === 0 || random.chance(0.25)
    if (begins) writer = random.pick(TOOLS)
    // a program called dstat may be a link to dool: if dool has begun the file, dool it stays
    const tool = begins || writer === 'dool' ? writer : random.pick(TOOLS)
    const layout = randomLayout(tool, random)
    if (begins) lines.push({ text: GENERATORS[layout.tool] }, { text: AUTHOR })
    else lines.push(...random.pick([goesOn, wasKilled])(lines, random))
    const start = BEGIN + random.below(90 * 86_400)
    const titlesLost = lines.length > 2 && layout.clock !== 'none' && random.chance(damage)
    const [above, names] = header(layout, start)
    lines.push(...above, ...(titlesLost ? [] : [names]))
    const rows = randomRows(layout, start, random, damage)
    lines.push(...(titlesLost ? rows.map(({ text }) => ({ text })) : rows))
  }
  return lines
}

function randomLayout(tool: Tool, random: Random): Layout {
  const groups = GROUPS.filter(() => random.chance(0.4))
  return {
    tool,
    clock: random.pick(['wall', 'wall', 'epoch', 'none']),
    groups: groups.length === 0 ? [GROUPS[0]] : groups,
  }
}

/** A tool that appends to its file writes two empty lines first. */
const goesOn = (): Line[] => [{ text: '' }, { text: '' }]

/** A killed tool leaves its last row unterminated, so only one of the two empty lines remains. */
function wasKilled(lines: Line[], random: Random): Line[] {
  const last = lines.pop() as Line
  return [{ text: last.text.slice(0, 1 + random.below(last.text.length)) }, { text: '' }]
}

function header({ tool, clock, groups }: Layout, start: number): [Line[], Line] {
  const time =
    clock === 'none'
      ? []
      : [{ title: clock === 'epoch' ? 'epoch' : 'system', names: [clock === 'epoch' ? 'epoch' : 'time'] }]
  const all = [...time, ...groups]
  const titles = all.map(({ title, names }) => `"${title}"${','.repeat(names.length - 1)}`)
  const names = all.flatMap((group) => group.names.map((name) => `"${name}"`))
  const date = new Date(start * 1000)
  const written = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} ${clockOf(date)} UTC`
  const above = [HOST, `"Cmdline:","${tool} --output x.csv 1",,,,"Date:","${written}"`, titles.join(',')]
  return [above.map((text) => ({ text })), { text: names.join(',') }]
}

const clockOf = (date: Date): string => date.toISOString().slice(11, 19)
const twoDigits = (n: number): string => String(n).padStart(2, '0')

function timeCell({ tool, clock }: Layout, seconds: number): string[] {
  if (clock === 'none') return []
  if (clock === 'epoch') return [String(seconds)]
  const date = new Date(seconds * 1000)
  const day = twoDigits(date.getUTCDate())
  const month = tool === 'dool' ? MONTHS[date.getUTCMonth()] : twoDigits(date.getUTCMonth() + 1)
  return [`${tool === 'dool' ? `${month}-${day}` : `${day}-${month}`} ${clockOf(date)}`]
}

/** A block's first row never results in a sample: it has averages since the boot. */
function randomRows(layout: Layout, start: number, random: Random, damage: number): Line[] {
  return Array.from({ length: 1 + random.below(12) }, (_, n) => {
    const row = randomRow(layout, start + n, random, damage)
    const line = random.chance(damage) ? damagedRow(row, random) : row
    return n === 0 ? { text: line.text } : line
  })
}

function randomRow(layout: Layout, seconds: number, random: Random, damage: number): Line {
  const values: Record<string, number> = {}
  const cells = timeCell(layout, seconds)
  for (const { title, names } of layout.groups) {
    const bits = layout.tool === 'dool' && /^(net|dsk)/.test(title)
    for (const name of names) {
      const cell = random.chance(damage / 4)
        ? random.pick(BAD_CELLS)
        : random.pick([String(random.below(100)), (random.next() * 1e9).toFixed(3), '0'])
      cells.push(cell)
      if (/^[\d.]+$/.test(cell) && cell !== '1.2.3')
        values[`${title}: ${name}`] = Number(cell) * (bits ? 1 / 8 : 1)
    }
  }
  return { text: cells.join(','), sample: { time: seconds * 1e6, values } }
}

/** None of these rows results in a sample. */
function damagedRow({ text }: Line, random: Random): Line {
  const cells = text.split(',')
  return {
    text: random.pick([
      `${text},9`,
      '"a quote that nothing closes',
      'kernel: oops',
      `\0\u001b[31m\ufffd${'x'.repeat(random.few(5000))}`,
      cells.length > 1 && cells[0] !== ''
        ? cells
            .slice(0, -1)
            .map((cell) => cell || '0')
            .join(',')
        : 'x',
    ]),
  }
}
