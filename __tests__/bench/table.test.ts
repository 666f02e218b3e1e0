import { expect, it } from 'vitest'
import type { Target } from '../../bench/benches.ts'
import type { Result } from '../../bench/results.ts'
import { tables } from '../../bench/table.ts'

const targets: Target[] = [
  { kind: 'cpu', of: 'ours', per: 'copy', limit: 3.5 },
  { kind: 'cpu', of: 'ours', per: 'peer', limit: 1 / 3 },
  { kind: 'cpu', of: 'ours', per: 'absent', limit: 1 },
  { kind: 'memory', of: 'ours', names: 95_000_000, limit: 256e6 },
]

const samples = (peak: number, ...cpus: number[]) => cpus.map((cpu) => ({ cpu, peak }))

const result: Result = {
  input: 'a run',
  date: '2026-03-01',
  machine: 'a machine',
  targets,
  series: [
    { name: 'copy', samples: samples(50e6, 0.1, 9, 0.11) },
    { name: 'ours', samples: [...samples(300e6, 0.4, 0.33), ...samples(352e6, 0.2)] },
    { name: 'peer', samples: samples(40e6, 0.66) },
    { name: 'absent', samples: [], missing: 'not installed' },
  ],
}

it('targets are judged by median times, and by the highest peak of memory minus the names', () => {
  const lines = tables({ start: result }).split('\n')
  expect(lines.filter((line) => line.includes('at most'))).toEqual([
    '| `start` | ours: at most 3.5 × copy | 3 × | met |',
    '| `start` | ours: at most 1/3 of peer | 1/2 | **missed** |',
    '| `start` | ours: at most 1 × absent | not measured | |',
    '| `start` | ours: at most 256 MB of memory beyond the 95 MB of the names | 257 MB | **missed** |',
  ])
})

it('the table has measurements with their number of rounds, and the reason for missing ones', () => {
  const text = tables({ start: result })
  expect(text).toContain('| `start` | copy | 0.110 s | 0.100 s – 9.00 s | 50 MB | 3 |')
  expect(text).toContain('| `start` | absent | not installed | | | |')
})

it('each row names the day and the machine on which it was measured', () => {
  const other: Result = { ...result, date: '2026-03-02', machine: 'another' }
  const lines = tables({ start: result, million: other, noise: result }).split('\n')
  expect(lines.slice(0, lines.indexOf('| | target | measured | |'))).toEqual([
    'Machines:',
    '',
    '1. a machine',
    '2. another',
    '',
    '- `start`: a run (2026-03-01, machine 1)',
    '- `million`: a run (2026-03-02, machine 2)',
    '- `noise`: a run (2026-03-01, machine 1)',
    '',
  ])
})
