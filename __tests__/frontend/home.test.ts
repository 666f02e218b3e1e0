import { describe, expect, it } from 'vitest'
import type { Stats } from '../../src/format/exported.ts'
import { STATUSES } from '../../src/format/exported.ts'
import { countCodes, failingOf, slowestOf, spanOf } from '../../src/frontend/data/run-facts.ts'
import { firstMembers, groupByReason, reasonsIn, toMembers, UNREAD } from '../../src/frontend/home/reasons.ts'
import { DIED } from '../../src/reason.ts'
import { readTests } from './columns.ts'

describe('what the home page says of a run', () => {
  const tests = readTests([
    [{ name: 'other', status: 'fail' }],
    [
      { name: 'a', status: 'fail', duration: 5 },
      { name: 'b', status: 'inprogress', duration: 9 },
      { name: 'c', status: 'skip', duration: null },
      { name: 'd', status: 'xfail', duration: 7 },
      { name: 'e', status: 'unknown', duration: -4 },
    ],
  ])

  it('counts its statuses, and those of no other run', () => {
    expect(Object.fromEntries(STATUSES.map((s, i) => [s, countCodes(tests, [1])[i]]))).toEqual({
      success: 0,
      fail: 1,
      skip: 1,
      xfail: 1,
      uxsuccess: 0,
      inprogress: 1,
      unknown: 1,
    })
  })

  it('includes its failures and its slowest tests', () => {
    const names = (found: readonly number[]): string[] => found.map((test) => tests.name(test))
    expect(names(failingOf(tests, 1))).toEqual(['a', 'b', 'e'])
    // how long b took is not known
    expect(names(slowestOf(tests, 1, 1))).toEqual(['d'])
    expect(names(slowestOf(tests, 1, 9))).toEqual(['d', 'a'])
  })

  it('includes when it started and ended, unless one is unknown or they are reversed', () => {
    const stats = { start: '1970-01-01T00:00:01+00:00', end: '1970-01-01T00:00:03+00:00' } as Stats
    expect(spanOf(stats)).toEqual({ from: 1e6, to: 3e6 })
    expect(spanOf({ ...stats, end: null })).toBeNull()
    expect(spanOf({ ...stats, end: '1970-01-01T00:00:00+00:00' })).toBeNull()
  })
})

describe('failures grouped by reason', () => {
  const listed = (name: string, reason: string | null) => ({ name, duration: 1, reason })
  const tests = readTests([[{ name: 'ok' }, { name: 'a', status: 'fail' }, { name: 'a', status: 'fail' }]])

  it('have the most common reason first, and equally common ones in order of appearance', () => {
    const members = toMembers(
      [listed('a', 'x'), listed('b', null), listed('c', 'y'), listed('d', 'y')],
      null,
      () => [],
      0,
    )
    expect(groupByReason(members).map(({ reason, members: m }) => [reason, m.length])).toEqual([
      ['y', 2],
      ['x', 1],
      [null, 1],
    ])
  })

  it('are one group if only addresses of objects and UUIDs differ', () => {
    const refused = (at: string) =>
      `NewConnectionError('<HTTPConnection object at ${at}>: Connection refused')`
    const reasons = [
      refused('0x7fa972f68850'),
      refused('0x000001D2A3B4C5D6'),
      "<MagicMock id='140232446345680'> of 5c2bd4f1-9d1d-4b7e-8f3a-0d7b0c8a6e55",
      "<MagicMock id='139999999999999'> of 5C2BD4F1-9d1d-4b7e-8f3a-000000000000",
      refused('0x7fa97328e850'),
      // told in full
      'at 0x7fa97328e850',
      '0xdeadbeef != 0xcafebabe',
      '0xdeadbeef != 0xcafebabf',
    ]
    const members = toMembers(
      reasons.map((reason) => listed(reason, reason)),
      null,
      () => [],
      0,
    )
    expect(groupByReason(members).map(({ reason, members: m }) => [reason, m.length])).toEqual([
      [refused('…'), 3],
      ["<MagicMock id='…'> of …", 2],
      ['at 0x7fa97328e850', 1],
      ['0xdeadbeef != 0xcafebabe', 1],
      ['0xdeadbeef != 0xcafebabf', 1],
    ])
  })

  it('have those first that broke off, however few they are', () => {
    const reasons = ['y', 'y', 'y', 'Did not finish', DIED, DIED, 'No status']
    const members = toMembers(
      reasons.map((reason) => listed(reason, reason)),
      null,
      () => [],
      0,
    )
    expect(groupByReason(members).map(({ reason }) => reason)).toEqual([
      DIED,
      'Did not finish',
      'No status',
      'y',
    ])
  })

  it('link to the attempt that failed', () => {
    const members = toMembers([listed('a', 'x'), listed('a', 'x')], tests, failingOf, 0)
    expect(members.map(({ test, address }) => [test, address.attempt])).toEqual([
      [1, 1],
      [2, 2],
    ])
  })

  it('link to the name alone if the columns have no such failure', () => {
    const [member] = toMembers([listed('b', 'x')], tests, () => failingOf(tests, 0), 3)
    expect(member).toMatchObject({ test: -1, address: { run: 3, name: 'b', attempt: 1 } })
    const found = (...names: readonly string[]): number[] =>
      toMembers(
        names.map((name) => listed(name, 'x')),
        tests,
        () => failingOf(tests, 0),
        0,
      ).map(({ test }) => test)
    expect(found('b', 'a')).toEqual([-1, 2])
    // which of the two it is cannot be told
    expect(found('a')).toEqual([-1])
    const [first] = toMembers([listed('ok', 'x')], tests, () => [0], 0)
    expect(first.test).toBe(0)
  })

  it('have as many reasons as were read', () => {
    const groups = [null, 'x', UNREAD].map((reason) => ({ reason, members: [] }))
    expect(reasonsIn(groups)).toBe(2)
  })

  it('are cut to a total number of tests', () => {
    const groups = groupByReason(
      toMembers(
        ['y', 'y', 'y', 'x', 'x'].map((r) => listed(r, r)),
        null,
        () => [],
        0,
      ),
    )
    expect(firstMembers(groups, 4).map(({ members }) => members.length)).toEqual([3, 1])
    expect(firstMembers(groups, 3).map(({ members }) => members.length)).toEqual([3])
    expect(firstMembers(groups, 2).map(({ members }) => members.length)).toEqual([2])
  })
})
