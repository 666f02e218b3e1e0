/**
 * Derives a column's unit from its titles: logs do not state it.
 *
 * Sources: dstat 0.7.4 (/usr/share/dstat/*.py: `nick`, `type`, `extract`), dool 1.3.4 (the same), and pcp
 * 6.0.3 (/etc/pcp/dstat/*, and the unit of each metric from `pminfo -d`). pcp dstat writes metrics in their
 * own units: memory, disks and swap in KiB, the network in bytes, paging in pages, interrupts and context
 * switches as the number since the previous sample.
 */

import type { Unit } from '../format/report.ts'

export type Tool = 'dstat' | 'dool' | 'pcp'

export interface LogUnits {
  readonly tool: Tool
  /** dool's default: bits where dstat writes bytes. */
  readonly bits: boolean
  /** Seconds between two samples. */
  readonly delay: number
}

export interface ColumnUnit {
  readonly unit: Unit
  /** Multiplier from the log's numbers to `unit`. */
  readonly factor: number
}

/** [group, column, unit], for titles in lower case; the first match applies. */
const UNITS: readonly (readonly [RegExp, RegExp, Unit])[] = [
  [/^/, /%$|^util$/, 'percent'],
  [/cpu usage$|^(?:total|cpu\d+) usage$|^total cpu$|^(?:vm|dstat|dool) cpu$/, /^/, 'percent'],
  [/^(?:battery|charge|frequency|memory percent)$/, /^/, 'percent'],
  [/^load avg$/, /^/, 'load'],
  [/memory usage$|^swap$|^swp\/|^freespace$|^redis memory$/, /^/, 'bytes'],
  [/^zfs /, /^(?:mem|size|bytes)$/, 'bytes'],
  [/^(?:zfs |mysql key|innodb)/, /^/, 'count/s'],
  [/^(?:net|dsk|pkt)\//, /^#/, 'count/s'],
  [/^net\//, /^(?:recv|send)$/, 'bytes/s'],
  [/^dsk\//, /^(?:read|writ)$/, 'bytes/s'],
  [
    /^(?:io\/|interrupts$|virtual memory$|advanced virtual memory$|contxt sw$|rpc |(?:extended )?nfs)/,
    /^/,
    'count/s',
  ],
  [/^system$/, /^(?:int|csw)$/, 'count/s'],
  [/^procs$/, /^new$/, 'count/s'],
  [/^paging$/, /^/, 'bytes/s'],
  [
    /^(?:gpfs i\/o|mysql5? io|lustre.*|vmknic|vmkhba|fs\/.*)$/,
    /^(?:reads?|writ(?:es?)?|recv|sen[dt])$/,
    'bytes/s',
  ],
  // A mounted file system (`/home`), or pcp's swap devices (`/dev/sda2`).
  [/^\//, /^(?:used|free)$/, 'bytes'],
]

/** The unit of a column, by `title` and `name` as in the header. Unknown columns are counts. */
export function columnUnit(title: string, name: string, log: LogUnits): ColumnUnit {
  const group = title.toLowerCase()
  const column = name.toLowerCase()
  const unit = UNITS.find(([groups, columns]) => groups.test(group) && columns.test(column))?.[2] ?? 'count'
  if (log.tool === 'pcp') return pcpUnit(group, column, unit, log.delay)
  const bits = log.bits && unit === 'bytes/s' && /^(?:net|dsk)\//.test(group)
  return { unit, factor: bits ? 1 / 8 : 1 }
}

const KIB = 1024

function pcpUnit(group: string, column: string, unit: Unit, delay: number): ColumnUnit {
  if (unit === 'bytes' && !/^(?:zfs|redis)/.test(group)) return { unit, factor: KIB }
  if (unit === 'bytes/s' && group.startsWith('dsk/')) return { unit, factor: KIB }
  // Pages, whose size the log does not state: 4 KiB on most machines, 64 KiB on some.
  if (group === 'paging') return { unit: 'count/s', factor: 1 }
  if (group === 'system') return { unit, factor: 1 / delay }
  // Groups of swap and device mapper are titled by the device or `total` alone.
  if (unit === 'count' && /^(?:used|free)$/.test(column)) return { unit: 'bytes', factor: KIB }
  if (unit === 'count' && /^(?:read|writ)$/.test(column)) return { unit: 'bytes/s', factor: KIB }
  return { unit, factor: 1 }
}
