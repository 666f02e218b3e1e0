import { describe, expect, it, vi } from 'vitest'
import {
  breakName,
  cutEnd,
  cutMiddle,
  labelWithin,
  runLabel,
  splitName,
} from '../../src/frontend/text/name.ts'
import {
  clockShift,
  formatDate,
  formatEnds,
  formatSpan,
  formatTime,
  startClockAt,
  zoneName,
} from '../../src/frontend/text/time.ts'

describe('the format of times', () => {
  const at = Date.UTC(2026, 10, 23, 18, 14, 20, 14) * 1000 + 77

  it('writes time and date in UTC', () => {
    expect(formatTime(at, 'utc')).toBe('18:14:20.014')
    expect(formatTime(at, 'utc', false)).toBe('18:14:20')
    expect(formatDate(at, 'utc')).toBe('23 Nov 2026')
    expect(zoneName(at, 'utc')).toBe('UTC')
  })

  it('writes local time, and its offset', () => {
    const date = new Date(at / 1000)
    const hours = String(date.getHours()).padStart(2, '0')
    expect(formatTime(at, 'local')).toBe(`${hours}:${String(date.getMinutes()).padStart(2, '0')}:20.014`)
    expect(zoneName(at, 'local')).toMatch(/^UTC([+−]\d{1,2}(:\d\d)?)?$/)
  })

  it('writes as many digits of a span’s ends as tell them apart, and dates if wanted', () => {
    const of = (length: number, hasDates = false): string => formatSpan(at, at + length, 'utc', hasDates)
    expect(of(1_234_567)).toBe('18:14:20.014 – 18:14:21.248')
    expect(of(10_000)).toBe('18:14:20.014 – 18:14:20.024')
    expect(of(9_950)).toBe('18:14:20.014077 – 18:14:20.024027')
    expect(of(40)).toBe('18:14:20.014077 – 18:14:20.014117')
    // the view's ends are no whole microseconds
    expect(formatSpan(at + 922.5, at + 932.25, 'utc', false)).toBe('18:14:20.015000 – 18:14:20.015009')
    expect(of(6 * 3600e6, true)).toBe('23 Nov 2026, 18:14:20.014 – 24 Nov 2026, 00:14:20.014')
  })

  it('names the zones of a span’s ends if the clock changes in between', () => {
    vi.stubEnv('TZ', 'Europe/Berlin')
    const night = Date.UTC(2026, 9, 25, 0, 30) * 1000
    const end = night + 100 * 60e6
    expect(formatSpan(night, end, 'local', false)).toBe('02:30:00.000 UTC+2 – 03:10:00.000 UTC+1')
    expect(formatSpan(night, end, 'utc', false)).toBe('00:30:00.000 – 02:10:00.000')
    expect(formatSpan(night, night + 60e6, 'local', false)).toBe('02:30:00.000 – 02:31:00.000')
    expect(formatEnds(night, end, 'local', true, false)).toEqual([
      '25 Oct 2026, 02:30:00 UTC+2',
      '25 Oct 2026, 03:10:00 UTC+1',
    ])
    expect(formatEnds(night, night + 40, 'utc', false, false)).toEqual(['00:30:00', '00:30:00'])
    vi.unstubAllEnvs()
  })

  it('writes a dash for an unknown time', () => {
    expect(formatTime(Number.NaN, 'local')).toBe('–')
    expect(formatDate(Number.NaN, 'utc')).toBe('–')
  })
})

describe('the clock that starts with the first test', () => {
  const origin = Date.UTC(2026, 10, 23, 23, 59, 50) * 1000 + 123_456

  it.each([
    [0, '+0:00.000'],
    [999, '+0:00.000'],
    [12_345_678, '+0:12.345'],
    [75e6, '+1:15.000'],
    [3_723e6, '+1:02:03.000'],
    [90_000e6, '+25:00:00.000'],
    [359_999e6, '+99:59:59.000'],
    [90_303_981_000_000, '+1045 d 4:26:21.000'],
    [-1_500_000, '−0:01.500'],
    [Number.NaN, '–'],
  ])('shows %d microseconds later as %s', (after, words) => {
    startClockAt(origin)
    expect(formatTime(origin + after, 'relative')).toBe(words)
  })

  it('has no date and no time zone, and its round times count from the first test', () => {
    startClockAt(origin)
    expect(formatTime(origin + 61e6, 'relative', false)).toBe('+1:01')
    expect(formatDate(origin, 'relative')).toBe('')
    expect(zoneName(origin, 'relative')).toBe('from the first test')
    expect(origin + 60e6 + clockShift(origin, 'relative')).toBe(60e6)
  })
})

describe('the format of names', () => {
  it.each([
    ['nova.tests.unit.test_api.TestApi.test_get', 'nova.tests.unit.test_api.', 'TestApi.', 'test_get'],
    ['a.b.TestC.test_d[x.y.z]', 'a.b.', 'TestC.', 'test_d[x.y.z]'],
    ['tests/unit/test_a.py::TestC::test_d[a/b]', 'tests/unit/test_a.py::', 'TestC::', 'test_d[a/b]'],
    ['tests/test_a.py::test_d', 'tests/test_a.py::', '', 'test_d'],
    ['tests/unit/test_a.py', 'tests/unit/', '', 'test_a.py'],
    ['test_a.py', '', '', 'test_a.py'],
    ['test_a.py::test_d', 'test_a.py::', '', 'test_d'],
    ['lib/t/basic.t', 'lib/t/', '', 'basic.t'],
    ['tests/a.b.TestC.test_d', 'tests/a.b.', 'TestC.', 'test_d'],
    ['a.b.py', 'a.b.', '', 'py'],
    ['a.b.test_c(scenario 1.2)', 'a.b.', '', 'test_c(scenario 1.2)'],
    ['a.b[c.d].TestE.test_f', 'a.', '', 'b[c.d].TestE.test_f'],
    ['a.TestB.test_<i>(1)</i>', 'a.', 'TestB.', 'test_<i>(1)</i>'],
    ['a.b._Hidden.test_c', 'a.b.', '_Hidden.', 'test_c'],
    ['test_alone', '', '', 'test_alone'],
    ['TestA.test_b', '', 'TestA.', 'test_b'],
    ['[]', '', '', '[]'],
    ['test 1 - adds foo.txt to the index', '', '', 'test 1 - adds foo.txt to the index'],
    ['reads /etc/passwd/', '', '', 'reads /etc/passwd/'],
    ['tests/a.t - handles e.g. this.', 'tests/', '', 'a.t - handles e.g. this.'],
    ['a.TestB.test_c /d (e.f)', 'a.', 'TestB.', 'test_c /d (e.f)'],
    ['a.TestB.', 'a.', '', 'TestB.'],
    ['a::b::', 'a::', '', 'b::'],
    ['..', '.', '', '.'],
    ['.', '', '', '.'],
    ['', '', '', ''],
    ['é.Ü.ñ', 'é.', 'Ü.', 'ñ'],
  ])('splits %s at its class', (name, path, owner, method) => {
    expect(splitName(name)).toEqual({ path, owner, method })
  })

  it('keeps the end of a name when cutting its middle, and its start when cutting its end', () => {
    expect(cutMiddle('nova.tests.unit.test_compute.test_reboot', 22)).toBe('nova.te…te.test_reboot')
    expect(cutMiddle('short', 22)).toBe('short')
    // a dot beside the ellipsis would look like a fourth one
    expect(cutMiddle('nova.tests.unit.test_compute.test_reboot', 16)).toBe('nova…est_reboot')
    expect(cutMiddle('nova.tests.test_reboot', 18)).toBe('nova…test_reboot')
    expect([cutEnd('a name', 6), cutEnd('a name', 5)]).toEqual(['a name', 'a na…'])
    expect(cutMiddle('x'.repeat(100), 50)).toHaveLength(50)
    expect(cutEnd('abcdef', 4)).toBe('abc…')
  })

  it('makes a label of the first text that fits, else of the last one’s start and end, or none', () => {
    expect(labelWithin(20, 'TestA.test_reboot', 'test_reboot')).toBe('TestA.test_reboot')
    expect(labelWithin(12, 'TestA.test_reboot', 'test_reboot')).toBe('test_reboot')
    expect(labelWithin(10, 'TestA.test_reboot', 'test_reboot')).toBe('tes…reboot')
    expect(labelWithin(7, 'TestA.test_reboot', 'test_reboot')).toBe('')
    expect(labelWithin(4, 'mod0')).toBe('mod0')
  })

  it.each([
    [
      'a job’s legs',
      ['tests-ubuntu-latest-3.10-data: Subunit File: run.subunit', 'tests-data: Subunit File: run.subunit'],
      ['0: tests-ubuntu-latest-3.10', '1: tests'],
    ],
    [
      'streams of different names',
      ['a-data: Subunit File: api/run.subunit', 'a-data: Subunit File: run.subunit', 'Repository: nova (3)'],
      ['0: a: api/run.subunit', '1: a: run.subunit', '2: Repository: nova (3)'],
    ],
    ['short names', ['Subunit File: py3.11.subunit', 'b.subunit'], ['0: py3.11.subunit', '1: b.subunit']],
    [
      'long names that end alike',
      ['python-3.10', 'python-2.10', 'python'].map(
        (leg) => `Subunit File: ${leg}-with-a-long-name-run.subunit`,
      ),
      ['0: python-3.10', '1: python-2.10', '2: python'],
    ],
    [
      'longer names',
      ['310', '311'].map((leg) => `python-on-the-newest-system-with-everything-${leg}.subunit`),
      ['0: python-on-…system-with-everything-310', '1: python-on-…system-with-everything-311'],
    ],
    ['runs of one name', ['a: Subunit File: b', 'a: Subunit File: b'], ['0: a', '1: a']],
    ['names of one letter, and none', ['.', '.', ''], ['0: .', '1: .', '2: ']],
    ['text that would turn', ['\u2067a', 'b'], ['0: \\u{2067}a', '1: b']],
  ])('keep what tells runs apart: %s', (_, names, expected) => {
    const runs = names.map((name) => ({ entry: { name } }))
    expect(runs.map((_run, n) => runLabel({ runs }, n, 40))).toEqual(expected)
  })

  it('are never cut inside a character', () => {
    const faces = '😳'.repeat(20)
    for (let max = 4; max < 40; max++) {
      for (const text of [cutMiddle(faces, max), cutMiddle(`a${faces}`, max), cutEnd(faces, max)]) {
        expect(text).toMatch(/^a?(😳)*…(😳)*$/u)
        expect(text.length).toBeLessThanOrEqual(max)
      }
    }
  })

  it('shows what turns text around, so that no name looks like another', () => {
    expect(splitName('a.TestB.test_\u202enekorb')).toEqual({
      path: 'a.',
      owner: 'TestB.',
      method: 'test_\\u{202e}nekorb',
    })
    expect(cutMiddle('\u2067a\u2069', 22)).toBe('\\u{2067}a\\u{2069}')
    expect(cutEnd('\u202dab\u202c', 3)).toBe('\\u{202d}a…')
    // a language's own direction stays, and so do its marks
    expect(splitName('a.test_\u05e9\u05dc\u05d5\u05dd\u200f!').method).toBe(
      'test_\u05e9\u05dc\u05d5\u05dd\u200f!',
    )
  })

  it('breaks names only after separators', () => {
    expect(breakName('a.b_c.TestD/test::e')).toEqual(['a.', 'b_', 'c.', 'TestD/', 'test::', 'e'])
    expect(breakName('__init__')).toEqual(['__', 'init__'])
    for (const name of ['', '...', 'plain', 'a..b__c', '_.x']) expect(breakName(name).join('')).toBe(name)
  })

  it('comes to an end with the worst names, and loses nothing of them', () => {
    for (const piece of ['.', '_', '[', '(', '::', 'a.', '](', 'A']) {
      const name = piece.repeat(1 << 18)
      for (const worst of [name, `${name}]`]) {
        expect(Object.values(splitName(worst)).join('') === worst).toBe(true)
        expect(breakName(worst).join('') === worst).toBe(true)
      }
    }
  })
})
