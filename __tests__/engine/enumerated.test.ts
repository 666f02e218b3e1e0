import { describe, expect, it } from 'vitest'
import type { Warning } from '../../src/format/exported.ts'
import { decode } from '../helpers/decoded.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'

const enumerated = (...ids: string[]): Buffer =>
  Buffer.concat(ids.map((id) => packet({ id, status: 'exists' })))

/** What the warnings say of tests that never ran. */
function notRun(...parts: Buffer[]): Warning | undefined {
  return decode('v2', [Buffer.concat(parts)]).warnings.find(({ kind }) => kind === 'not_run')
}

describe('a test that was enumerated and never ran', () => {
  const FOUR = enumerated('m.A.test_1', 'm.A.test_2', 'm.B.test_3', 'm.B.test_4')

  it('is missing if others ran, and has its name in the warning', () => {
    expect(notRun(FOUR, wholeTest('m.A.test_1'), packet({ id: 'm.A.test_2', status: 'inprogress' }))).toEqual(
      {
        kind: 'not_run',
        message:
          '2 tests enumerated and never run for no reason that the stream tells: their process may have died',
        count: 2,
        missing: 2,
        names: ['m.B.test_3', 'm.B.test_4'],
      },
    )
  })

  it.each([
    ['cut off', (run: Buffer) => run.subarray(0, -1)],
    ['damaged', (run: Buffer) => Buffer.concat([run.subarray(0, -1), Buffer.of(0), wholeTest('m.B.test_4')])],
    ['unreadable', (run: Buffer) => Buffer.concat([run, packet({ id: '', status: 'success' })])],
  ])('may have run if the stream is %s', (_, lose) => {
    expect(notRun(FOUR, lose(wholeTest('m.A.test_1')))).toEqual({
      kind: 'not_run',
      message: expect.stringMatching(
        /^\d tests enumerated and never run, as far as the stream could be read$/,
      ) as string,
      count: expect.any(Number) as number,
    })
  })

  it.each(['fail', 'uxsuccess'])('may be missing because the run stopped at a %s', (status) => {
    expect(notRun(FOUR, wholeTest('m.A.test_1', status))?.message).toBe(
      '3 tests enumerated and never run for no reason that the stream tells: their process may have died, or the run stopped at a failure',
    )
  })

  it.each([
    ['fail', 'setUpClass (m.B)', 2],
    ['skip', 'setUpClass (m.B)', 2],
    ['skip', 'setUpModule (m)', 2],
    // these say nothing of the tests
    ['success', 'setUpClass (m.B)', undefined],
    ['fail', 'tearDownClass (m.B)', undefined],
    ['fail', 'setUpClass (m.A)', undefined],
    ['fail', 'setUpClass (m.B.test_3)', undefined],
  ])('with %s of %s counts as not run: %j', (status, fixture, explained) => {
    const warning = notRun(FOUR, wholeTest('m.A.test_1'), wholeTest('m.A.test_2'), wholeTest(fixture, status))
    expect(warning?.count).toBe(2)
    expect(warning?.missing).toBe(explained === undefined ? 2 : undefined)
  })

  it('is not missing if a fixture of a class around its class was skipped', () => {
    const ids = enumerated('m.A.Inner.test_1', 'm.B.test_2')
    expect(
      notRun(ids, wholeTest('m.B.test_2'), wholeTest('setUpClass (m.A)', 'skip'))?.missing,
    ).toBeUndefined()
  })

  it.each(['m.make.<locals>.L', 'm.Odd-sqlite', 'm.é.L'])(
    'is not missing if the fixture of its class was skipped, whatever the class is called: %j',
    (name) => {
      const ids = enumerated(`${name}.test_1`, 'm.B.test_2', 'm.B.test_3')
      const skipped = wholeTest(`setUpClass (${name})`, 'skip')
      expect(notRun(ids, wholeTest('m.B.test_2'), skipped)?.names).toEqual(['m.B.test_3'])
    },
  )

  it.each(['(sqlite)', '[sqlite]', ' (db=1)', '(mysql, v8 (utf8=ü))'])(
    'is not missing if it ran with %j behind its id',
    (more) => {
      const runs = [wholeTest('m.A.test_2'), wholeTest(`m.A.test_1${more}`), wholeTest(`m.A.test_1${more}x`)]
      expect(notRun(FOUR, ...runs)).toMatchObject({
        count: 3,
        missing: 2,
        names: ['m.B.test_3', 'm.B.test_4'],
      })
    },
  )

  it('is not missing if tests of its class ran that were not enumerated', () => {
    expect(notRun(FOUR, wholeTest('m.A.test_1'), wholeTest('m.B.test_3_again'))).toMatchObject({
      count: 3,
      missing: 1,
      names: ['m.A.test_2'],
    })
  })

  it('is not missing if as many tests of other classes ran, which are perhaps those of its script', () => {
    const ran = ['m.A.test_1', 'm.A.test_2', 'm.B.test_3'].map((id) => wholeTest(id))
    expect(notRun(FOUR, ...ran, wholeTest('legacy one'), wholeTest('other.T.two'))).toEqual({
      kind: 'not_run',
      message: '1 test enumerated and never run',
      count: 1,
    })
    expect(notRun(FOUR, ran[0], wholeTest('legacy one'), wholeTest('legacy two', 'skip'))?.missing).toBe(3)
    // stestr’s test of that name tells that a worker died
    expect(notRun(FOUR, ...ran, wholeTest('process-returncode', 'fail'))?.missing).toBe(1)
  })

  it('is missing although the same test ran with other parameters that were enumerated too', () => {
    const ids = enumerated('m.A.test_1(a)', 'm.A.test_1(b)')
    expect(notRun(ids, wholeTest('m.A.test_1(a)'))?.names).toEqual(['m.A.test_1(b)'])
  })

  it('is not missing if no enumerated id ran, because the ids are others then', () => {
    const warning = { kind: 'not_run', message: '4 tests enumerated and never run', count: 4 }
    expect(notRun(FOUR, wholeTest('other.A.test_1'))).toEqual(warning)
    expect(notRun(FOUR)).toEqual(warning)
  })

  it('is missing if only fixtures of other classes left a result', () => {
    const skipped = wholeTest('setUpClass (m.A)', 'skip')
    expect(notRun(FOUR, skipped)).toMatchObject({ missing: 2, names: ['m.B.test_3', 'm.B.test_4'] })
    expect(notRun(FOUR, wholeTest('other.A.test_1'), skipped)?.missing).toBeUndefined()
  })

  it('is not missing if it ran on another worker, before its enumeration, or twice', () => {
    const elsewhere = packet({ id: 'm.B.test_3', status: 'fail', route: '7' })
    const runs = ['m.A.test_1', 'm.A.test_2', 'm.B.test_4'].map((id) => wholeTest(id))
    expect(notRun(...runs, FOUR, elsewhere, ...runs, FOUR)).toBeUndefined()
  })

  it('is named without Tempest’s bracket, and cut, and a hundred are named', () => {
    const many = Array.from(
      { length: 150 },
      (_, n) => `m.A.test_${n}[id-1fc6bdc8-0b6d-4cc7-9f30-9b04fabe5b90]`,
    )
    const warning = notRun(enumerated('m.A.x', 'm.A.'.padEnd(9000, 'y'), ...many), wholeTest('m.A.x'))
    expect(warning?.missing).toBe(151)
    expect(warning?.names).toHaveLength(100)
    expect(warning?.names?.[0]).toBe(`${'m.A.'.padEnd(499, 'y')}…`)
    expect(warning?.names?.slice(1, 3)).toEqual(['m.A.test_0', 'm.A.test_1'])
  })
})
