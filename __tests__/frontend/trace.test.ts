import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blocksOf, foldBlocks } from '../../src/frontend/test/trace/fold-trace.ts'
import { isLibrary, parseTrace } from '../../src/frontend/test/trace/parse-trace.ts'
import { worstTexts } from '../helpers/worst-text.ts'

const frame = (path: string, n = 1): string => `  File "${path}", line ${n}, in f\n    code()\n    ^^^^^^\n`
const LIBRARY = frame('/usr/lib/python3/dist-packages/eventlet/hub.py')
const PROJECT = frame('/usr/lib/python3/dist-packages/nova/api/auth.py')

/** Kinds of the lines, in order. */
const kinds = (text: string, test = 'nova.tests.test_a'): string =>
  parseTrace(text, test)
    .map(({ kind, library }) => (kind === 'frame' ? (library ? 'library' : 'project') : kind))
    .join(' ')

describe('a traceback', () => {
  it('has frames with their source, and the exception', () => {
    expect(
      kinds(`Traceback (most recent call last):\n${LIBRARY}${PROJECT}KeyError: 'a'\n  more of it\n`),
    ).toBe('head library source caret project source caret error error')
  })

  it('can be a chain of exceptions', () => {
    const one = `Traceback (most recent call last):\n${PROJECT}KeyError: 1\n`
    for (const words of [
      'During handling of the above exception, another exception occurred:',
      'The above exception was the direct cause of the following exception:',
    ]) {
      expect(kinds(`${one}\n${words}\n\n${one}`)).toBe(
        'head project source caret error text chain text head project source caret error',
      )
    }
  })

  /** Each block: whose frame it is, a star at the innermost, and its lines' first letters. */
  const blockWords = (text: string): string[] =>
    blocksOf(parseTrace(text, 'tests/test_a.py::test_a')).map(
      ({ frame: of, innermost, lines }) =>
        `${of ?? 'none'}${innermost ? '*' : ''} ${lines.map((line) => line.text.trim()[0] ?? '').join('')}`,
    )

  it('can be an exception group with a margin', () => {
    const group = `  + Exception Group Traceback (most recent call last):
  |   File "/opt/nova/a.py", line 3, in f
  |     raise group
  | ExceptionGroup: two (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/opt/nova/b.py", line 4, in g
    |     int('x')
    | ValueError: x
    +---------------- 2 ----------------
    | TypeError: 2
    +------------------------------------
`
    expect(kinds(group)).toBe('head project source error rule head project source error rule error rule')
    expect(blockWords(group)).toEqual(['none +', 'project ||', 'none |+|', 'project* ||', 'none |+|+'])
  })

  it('that is cut off in the libraries is folded up to its end', () => {
    const lines = parseTrace(`Traceback (most recent call last):\n${PROJECT}${LIBRARY.repeat(4)}`, 'nova.a')
    expect(foldBlocks(blocksOf(lines)).map(({ blocks, folds }) => [blocks.length, folds])).toEqual([
      [1, false],
      [1, false],
      [4, true],
    ])
  })

  it('can be pytest’s', () => {
    const text = `self = <test_a.TestA>

    def test_a(self):
>       assert f() == 1
E       assert 2 == 1
E        +  where 2 = f()

tests/test_a.py:12: AssertionError
_ _ _ _ _ _ _ _ _ _ _ _
/x/site-packages/lib.py:3: in g
`
    expect(kinds(text, 'tests/test_a.py::TestA::test_a')).toBe(
      'text text text current error error text project rule library',
    )
    const { place, text: line } = parseTrace(text, '')[7]
    expect(line.slice(place?.from, place?.to)).toBe('tests/test_a.py')
  })

  it('of pytest has each frame’s source in its block: above the place, or below a place with a function', () => {
    const rule = `${'_ '.repeat(40)}\n`
    const long = `
    def test_a():
>       lib.f()

tests/test_a.py:2:${' '}
${rule}/x/site-packages/lib.py:5: in f
    g(
        1)
${rule}
x = 1

    def g(x):
>       raise OSError(x)
E       OSError: 1

/x/site-packages/lib.py:9: OSError
`
    expect(blockWords(long)).toEqual(['project* d>t_', 'library /g1_', 'library xd>E/'])
    const short = `tests/test_a.py:2: in test_a
    lib.f()
/x/site-packages/lib.py:5: in f
    raise OSError(1)
E   OSError: 1

During handling of the above exception, another exception occurred:
tests/test_a.py:2: in test_a
    lib.f()
E   KeyError: 1
-------- Captured stdout call --------
    indented
`
    expect(blockWords(short)).toEqual(['project tl', 'library /r', 'none ED', 'project* tl', 'none E-i'])
  })

  it('of pytest folds the source of libraries, but not what they raise', () => {
    const frameOf = (path: string, end = '') => `\n    def f():\n>       g()\n${end}\n${path}:3: \n`
    const library = `${frameOf('/x/site-packages/lib.py')}${'_ '.repeat(40)}\n`
    const text = `${frameOf('tests/test_a.py')}${library.repeat(4)}${frameOf('/x/site-packages/lib.py', 'E   KeyError: 1\n')}`
    const folded = foldBlocks(blocksOf(parseTrace(text, '')))
    expect(folded.map(({ folds, blocks: of }) => [folds, of.length])).toEqual([
      [false, 1],
      [true, 4],
      [false, 1],
    ])
  })

  it('has no source above a place that is no frame of pytest', () => {
    expect(blockWords('some words\n/x/site-packages/lib.py:3: DeprecationWarning\n')).toEqual([
      'none s',
      'library /',
    ])
  })

  it('of pytest can be a chain, whose rules and words are of no frame', () => {
    const of = (line: number, error: string): string =>
      `    def test_a():\n>       f()\nE       ${error}\n\ntests/test_a.py:${line}: ${error}\n`
    const chain = 'During handling of the above exception, another exception occurred:\n'
    const rule = '________ test_a ________\n'
    expect(blockWords(`${rule}${of(2, 'KeyError')}\n${chain}\n${of(4, 'OSError')}`)).toEqual([
      'none _',
      'project d>Et',
      'none D',
      'project* d>Et',
    ])
  })

  it('of pytest has places of any system, and rules above what the test wrote', () => {
    expect(kinds('C:\\a\\x.py:12: KeyError\nd:/a/x.pyx:3: in f\n  a.py:1: in f\n')).toBe(
      'project project text',
    )
    expect(kinds('-------- Captured stdout call --------\n________ test_a ________\nE\n')).toBe(
      'rule rule error',
    )
  })

  it('marks a part of a line', () => {
    expect(
      kinds('Traceback (most recent call last):\n  File "a.py", line 1, in f\n    a + b.c\n    ~~^~~ ^\n'),
    ).toBe('head project source caret')
  })

  it('has all lines of the exception, whatever they look like', () => {
    const long = 'x'.repeat(5000)
    expect(
      kinds(
        `Traceback (most recent call last):\n${PROJECT}E: ${long}\n  File "a.py", line 1\n+ \n---------\n`,
      ),
    ).toBe('head project source caret error error error error')
  })

  it('has no place where a file has no line', () => {
    expect(kinds('Traceback (most recent call last):\n  File "a.py"\nKeyError\n')).toBe('head text error')
  })

  it('of a syntax error has a place without a function', () => {
    expect(
      kinds(
        'Traceback (most recent call last):\n  File "a.py", line 1\n    x = = 1\n        ^\nSyntaxError: invalid syntax\n',
      ),
    ).toBe('head project source caret error')
  })

  it('is only text if its first line is missing', () => {
    expect(kinds('no frames here\n  File "a.py", line 1, in f\n')).toBe('text text')
  })

  it('loses no character', () => {
    const line = fc.constantFrom(
      'Traceback (most recent call last):\n',
      LIBRARY,
      PROJECT,
      'E   x\n',
      '> x\n',
      'a.py:1: in f',
      '\n',
      '  | ',
      '  + Exception Group Traceback (most recent call last):\n',
      'x\r\n',
      'KeyError',
    )
    fc.assert(
      fc.property(fc.array(line), fc.string(), (lines, rest) => {
        const text = lines.join('') + rest
        const parsed = parseTrace(text, 'nova.x')
        expect(parsed.map((one) => one.text).join('')).toBe(text)
        const folded = foldBlocks(blocksOf(parsed))
        expect(folded.flatMap(({ blocks }) => blocks.flatMap((block) => block.lines))).toEqual(parsed)
      }),
    )
  })

  it('is parsed in time even from the worst texts', () => {
    for (const text of [
      ...worstTexts(1 << 20),
      `Traceback (most recent call last):\n  File "${'", line '.repeat(1 << 17)}`,
      'a:'.repeat(1 << 19),
      'Traceback (most recent call last):\n'.repeat(30_000),
    ]) {
      expect(parseTrace(text, 'x').length).toBeGreaterThan(0)
    }
  })
})

describe('whether a file is of a library', () => {
  it.each([
    ['/usr/lib/python3.11/unittest/mock.py', true],
    ['/usr/lib64/python3.9/unittest/mock.py', true],
    ['/usr/lib/python2.7/unittest/case.py', true],
    ['lib/python3.12/unittest/case.py', true],
    ['/opt/hostedtoolcache/PyPy/3.10.16/x64/lib/pypy3.10/unittest/case.py', true],
    ['C:\\hostedtoolcache\\windows\\PyPy\\3.10.16\\x86\\Lib\\unittest\\case.py', true],
    ['/x/lib/python3.12/site-packages/nova.py', false],
    ['/home/u/mylib/python3/api.py', false],
    ['/usr/lib/python3/dist-packages/webob/dec.py', true],
    ['/usr/lib/python3/dist-packages/nova/api/auth.py', false],
    ['/home/u/.tox/py3/lib/python3.12/site-packages/nova/api.py', false],
    ['/home/u/.tox/py3/lib/python3.12/site-packages/novaclient/api.py', true],
    ['/home/u/.tox/py3/lib/python3.12/asyncio/runners.py', true],
    ['C:\\Python312\\Lib\\site-packages\\x\\y.py', true],
    ['C:\\Python312\\Lib\\unittest\\case.py', true],
    ['C:\\hostedtoolcache\\windows\\Python\\3.12.1\\x64\\Lib\\unittest\\case.py', true],
    ['D:\\a\\nova\\nova\\nova\\python\\lib\\api.py', false],
    ['<frozen importlib._bootstrap>', true],
    ['/opt/stack/nova/nova/api/auth.py', false],
    ['nova/tests/test_a.py', false],
  ])('%s: %s', (path, expected) => expect(isLibrary(path, 'nova')).toBe(expected))
})

describe('library frames', () => {
  const folds = (text: string) =>
    foldBlocks(blocksOf(parseTrace(`Traceback (most recent call last):\n${text}KeyError: 1\n`, 'nova.x')))

  it('fold if four or more follow one another', () => {
    expect(
      folds(LIBRARY.repeat(3) + PROJECT + LIBRARY.repeat(4)).map(({ folds: fold, blocks }) => [
        fold,
        blocks.length,
      ]),
    ).toEqual([...[1, 1, 1, 1, 1].map((n) => [false, n]), [true, 4], [false, 1]])
  })

  it('do not fold if there are no other frames', () => {
    expect(folds(LIBRARY.repeat(9)).some(({ folds: fold }) => fold)).toBe(false)
  })

  it('leave the project’s innermost frame marked', () => {
    const blocks = blocksOf(
      parseTrace(`Traceback (most recent call last):\n${PROJECT}${PROJECT}${LIBRARY}KeyError\n`, 'nova.x'),
    )
    expect(blocks.map(({ frame: of, innermost }) => [of, innermost])).toEqual([
      [null, false],
      ['project', false],
      ['project', true],
      ['library', false],
      [null, false],
    ])
  })
})
