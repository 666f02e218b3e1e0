import { describe, expect, it } from 'vitest'
import {
  exceptionMessage,
  isForced,
  isTraceback,
  namesException,
  ownWords,
  skipReason,
  unexpectedSuccess,
  withoutEscapes,
} from '../src/reason.ts'
import { worstTexts } from './helpers/worst-text.ts'

const HEAD = 'Traceback (most recent call last):\n  File "a.py", line 1, in f\n    g()\n    ^^^\n'
const GROUP = `  + Exception Group Traceback (most recent call last):
  |   File "a.py", line 1, in f
  |     raise group
  | ExceptionGroup: two
  +-+---------------- 1 ----------------
    | KeyError: 1
    +------------------------------------
`
const TABLE = '+----+------+\n| ID | Name |\n+----+------+\n| 1  | vm   |\n+----+------+\n'
const DOCTEST = `Failed doctest test for a.f
  File "/src/a.py", line 50, in f

----------------------------------------------------------------------
File "/src/a.py", line 54, in a.f
Failed example:
    1 + 2
Expected:
    4
Got:
    3
`
/** A traceback as `pytest` and `pytest --tb=short` print it. */
const PYTEST = `    def test_x():
>       assert f() == 1, 'one'
E       AssertionError: one
E       assert 2 == 1
E        +  where 2 = f()

tests/a.py:8: AssertionError
`
const SHORT =
  'tests/a.py:8: in test_x\n    assert f() == 1\nE   AssertionError: one\nE     \nE   where\nE   x\n'

/** As k8s-snap's reporter writes it, and pytest what a test has written. */
const sections = (words: string, status = 'fail'): string => `
----------------------------  summary (${status}) -----------------------------------
${words}
------------------------------- captured log ---------------------------------
2026-03-01 ERROR boo
--------------------------- Captured stdout call ---------------------------

------------------------------ captured stderr -------------------------------
warn: ${HEAD}KeyError: 7
`

it.each([
  '\x1b[m',
  '\x1b[0 q',
  '\x1b[?25l',
  '\x1bPq#0\x1b\\',
  '\x1bXs\x1b\\',
  '\x1b^p\x1b\\',
  '\x1b_a\x07',
  '\x1b]\x07',
  '\x1b(B',
  '\x1b$(C',
  '\x1b7',
  '\x1bc',
  '\x1b\\',
  '\x1b',
])('%j is an escape for a terminal', (escape) => expect(withoutEscapes(`a${escape}é\x07`)).toBe('aé\x07'))

/** `first`, `…` if lines are left out, `last`. */
const told = (text: string, isWhole = true): string => {
  const { first, last, isCut } = exceptionMessage(text, isWhole)
  return [...(first === null ? [] : [first]), ...(isCut ? ['…'] : []), last].join('\n')
}

describe('the message of a text', () => {
  it.each([
    ['is the only line of the exception', `${HEAD}KeyError: 1\n\n`, 'KeyError: 1'],
    ['is the last line of a traceback without frames', 'Traceback:\n  File\nKeyError: 1\n\n', 'KeyError: 1'],
    ['ends where a line of any system ends', 'Traceback\r\nb\rc\r\n', 'c'],
    ['has its first and last line', `${HEAD}E: called once.\nCalls: [7].\n`, 'E: called once.\nCalls: [7].'],
    ['tells of lines between', `${HEAD}E: !=:\nref = 1\nactual = 2\n`, 'E: !=:\n…\nactual = 2'],
    [
      'has two last lines if the last announces details',
      `${HEAD}E: a\nb\nDetails: {}`,
      'E: a\nb\nDetails: {}',
    ],
    [
      'is two lines if the last announces details',
      `${HEAD}E: Conflict\nDetails: {}`,
      'E: Conflict\nDetails: {}',
    ],
    [
      'has its details also on Windows',
      `${HEAD}E: a\nb\nDetails: {}`.replaceAll('\n', '\r\n'),
      'E: a\nb\nDetails: {}',
    ],
    ['may be nothing but details', 'Details: {}', 'Details: {}'],
    ['does not end with the marks of a diff', `${HEAD}E: a != b\n\n- a\n?  ^\n\n`, 'E: a != b\n- a'],
    ['has one line if all others are marks', `${HEAD}E: {\n+----+\n}`, 'E: {'],
    ['may be marks only', '+----+\n}', '+----+\n}'],
    ['is of the exception raised last', `${HEAD}KeyError: 1\n\nDuring:\n\n${HEAD}E: a\nb`, 'E: a\nb'],
    ['of a group is its own', GROUP, 'ExceptionGroup: two'],
    [
      'of the last group counts',
      `${GROUP.replace('two', 'one')}\nDuring that:\n\n${GROUP}`,
      'ExceptionGroup: two',
    ],
    [
      'may be of an exception that was raised while a group was handled',
      `${GROUP}\nDuring that:\n\n${HEAD}KeyError: 2\n`,
      'KeyError: 2',
    ],
    [
      'may end with a table, which looks like a group',
      `${HEAD}E: none in\n${TABLE}`,
      'E: none in\n…\n| 1  | vm   |',
    ],
    [
      'of go test is without its own lines',
      '=== RUN   TestA/b c\n=== PAUSE TestA/b c\n=== CONT  TestA/b c\n    a_test.go:4: got 4, want 5\n' +
        '    --- FAIL: TestA/b c (0.00s)\n',
      'a_test.go:4: got 4, want 5',
    ],
    [
      'of go test has those alone if the failures are its subtests',
      '=== RUN   TestA\n--- FAIL: TestA (0.00s)\n',
      '=== RUN   TestA\n--- FAIL: TestA (0.00s)',
    ],
    [
      'of pytest is marked with E, and the place',
      PYTEST,
      'AssertionError: one\n…\ntests/a.py:8: AssertionError',
    ],
    ['of pytest may have one line', '>   x\nE       X: a\n\na.py:1: X\n', 'X: a\na.py:1: X'],
    [
      'of the last of two pytest errors counts',
      `E   KeyError: 1\n\na.py:1: K\n_\nE   X: a\n\na.py:2: X`,
      'X: a\na.py:2: X',
    ],
    ['of pytest --tb=short has the place above, and it is left out', SHORT, 'AssertionError: one\n…\nx'],
    ['of pytest does not count empty lines', 'E   X: a\nE\nE     \nE   b', 'X: a\nb'],
    [
      'of pytest may be coloured for a terminal',
      '>   x\n\x1b[1m\x1b[31mE       X: a\x1b[0m\n\x1b[31mE   b\x1b[0m\n\na.py:1: \x1b]8;;http://x\x1b\\X\x1b]8;;\x07\x1b[0m\n',
      'X: a\n…\na.py:1: X',
    ],
    ['may begin with an E that is not pytest’s', 'E\nError: x\n', 'Error: x'],
    ['of a doctest is the example and the result', DOCTEST, 'Failed example: 1 + 2\nExpected 4, got 3'],
    [
      'of a doctest has the first lines of its results',
      DOCTEST.replace('    4', '    [1,\n     2]').replace('Got:\n    3', 'Got nothing'),
      'Failed example: 1 + 2\nExpected [1, …, got nothing',
    ],
    ['of a doctest may end with the example', `${HEAD}Failed example:\n    1 + 2`, 'Failed example:\n1 + 2'],
    [
      'of a doctest that expects nothing says so',
      DOCTEST.replace('Expected:\n    4', 'Expected nothing'),
      'Failed example: 1 + 2\nExpected nothing, got 3',
    ],
    [
      'of a doctest with two failed examples is of the last one',
      `${DOCTEST}${DOCTEST.slice(DOCTEST.indexOf('---')).replace('1 + 2', '2 + 2').replace('4\n', '5\n')}`,
      'Failed example: 2 + 2\nExpected 5, got 3',
    ],
    [
      'of a doctest’s exception is not indented',
      `${DOCTEST.slice(0, DOCTEST.indexOf('Expected'))}Exception raised:\n    ${HEAD.replaceAll('\n', '\n    ')}KeyError: 1\n`,
      'KeyError: 1',
    ],
    [
      'of a text without frames is the text',
      'Error: unclean.\n<DelayedCall>',
      'Error: unclean.\n<DelayedCall>',
    ],
    ['of a text without frames has its first line', 'line: 9 x.cpp\n- 1\n- 2\n', 'line: 9 x.cpp\n…\n- 2'],
    ['ends where what the test wrote begins', sections(`${HEAD}KeyError: 1`), 'KeyError: 1'],
    ['ends there also on Windows', sections(`${HEAD}E: a\nb`).replaceAll('\n', '\r\n'), 'E: a\nb'],
    ['ends there in colours too', `E   X: a\n\x1b[31m--- Captured log call ---\x1b[0m\nlog`, 'X: a'],
    ['does not begin with the rule above a text without frames', sections('Failed: a\nb'), 'Failed: a\nb'],
    [
      'is all of the text if the test wrote all of it',
      '--- captured log ---\nlog',
      '--- captured log ---\nlog',
    ],
    ['is in what the test wrote if nothing else is there', sections(' '), 'KeyError: 7'],
    ['may have a diff of rules', `${HEAD}E: a\n--- old\n+++ new\n- captured a-\n- b`, 'E: a\n…\n- b'],
    ['is said once if all of its lines are the same', 'a\na', 'a'],
    ['is said once, whatever blanks follow it', `${HEAD}not found: \nnot found: \n-----\n`, 'not found:'],
    ['of a blank text is empty', ' \n\n', ''],
  ])('%s', (_, text, message) => expect(told(text)).toBe(message))

  it.each([
    ['has only the last line of a text without frames', 'log\nend', 'end'],
    ['is whole if its frames are there', `log\n${HEAD}E: a\nb`, 'E: a\nb'],
    ['is whole if pytest’s marks are there', 'log\nE   a\n\nb', 'a\nb'],
  ])('of a text whose beginning is missing %s', (_, text, message) => expect(told(text, false)).toBe(message))

  it('is found in the worst texts before the test times out', () => {
    // in one of them the x ends an escape
    for (const text of worstTexts(1 << 18)) expect(told(text)).toMatch(/[x[]$/)
  })
})

it.each([
  ['KeyError: 1', true],
  ['KeyError', true],
  ['nova.exception.NotFound: x', true],
  ['testtools.matchers.MismatchError', true],
  ['AssertionError: Forced Test Failure', false],
  ['?  ^', false],
  ['a.py: x', true],
  ['see nova.conf', false],
  ['actual = 2', false],
  ['Exception', true],
  ['MyException: x', true],
  ['Errors: 3', false],
  ['no KeyError: 1', false],
  ['nova.conf is missing', false],
])('%j names an exception: %s', (line, does) => expect(namesException(line)).toBe(does))

it('only a traceback that ends with testtools’ note of unmet expectations is forced', () => {
  expect(isForced(`${HEAD}AssertionError: Forced Test Failure\n`)).toBe(true)
  expect(isForced('Forced Test Failure\nKeyError')).toBe(false)
})

it('tracebacks are told by their names, numbered, of a subTest, or neither', () => {
  const names = ['traceback', 'traceback_2', 'traceback1', 'tracebacki1namea', 'a traceback', 'log']
  expect(names.filter(isTraceback)).toEqual(['traceback', 'traceback_2', 'traceback1', 'tracebacki1namea'])
})

it.each([
  [' not today \n', 'not today'],
  ['\x1b[33mnot today\x1b[0m\n', 'not today'],
  [`[gw1] linux\n('/src/tests/a.py', 18, 'Skipped: no net')\n`, 'no net'],
  [`('/src/tests/a.py', 18, "Skipped: it's late")`, "it's late"],
  [sections("('/src/tests/a.py', 18, 'Skipped: no net')", 'skip'), 'no net'],
  [sections('not today', 'skip'), 'not today'],
  ['=== RUN   TestA\n    a_test.go:6: no net\n--- SKIP: TestA (0.00s)\n', 'a_test.go:6: no net'],
  ["('a.py', 18, 'Skipped: no net')\nmore", "('a.py', 18, 'Skipped: no net')\nmore"],
])('the reason of a skip, %j, is %j', (text, reason) => expect(skipReason(text)).toBe(reason))

it('the reason of a skip is found before the test times out in texts that repeat pytest’s pattern', () => {
  for (const text of [...worstTexts(1 << 17), "('', 1, 'Skipped: ".repeat(7000)])
    expect(skipReason(text)).toBe(withoutEscapes(text).trim())
})

it('the words of a text are found before the test times out in texts that repeat rules', () => {
  const rules = ['-', '--- ', '\n---', '--- captured ', '--- captured ---x', '\n--- captured'].map(
    (rule) => `x\n--- captured ${rule.repeat((1 << 18) / rule.length)}x`,
  )
  for (const text of [...worstTexts(1 << 18), ...rules, ...rules.map((rule) => rule.slice(2))])
    expect(ownWords(text)).toBe(text)
  const marks = [' ', '--- FAIL: ', 's)', '=== RUN ', '\n ', '\n=== RUN x'].map((mark) =>
    mark.repeat((1 << 18) / mark.length),
  )
  for (const mark of marks) expect(ownWords(`=== RUN ${mark}\nx`)).toBe('x')
})

it.each([
  ['[XPASS(strict)] bug 13\n', 'Unexpected success: bug 13'],
  ['[XPASS(strict)] \n', 'Unexpected success'],
  ['log\n[XPASS(strict)] x', 'Unexpected success'],
  [sections('[XPASS(strict)] bug 13', 'uxsuccess'), 'Unexpected success: bug 13'],
  [null, 'Unexpected success'],
])('of an unexpected success that left %j, the reason is %s', (text, reason) =>
  expect(unexpectedSuccess(text)).toBe(reason),
)
