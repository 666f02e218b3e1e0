import { expect, it } from 'vitest'
import { cut, oneLine } from '../../src/words/text.ts'

it('oneLine escapes line breaks, terminal codes and runner commands', () => {
  expect(oneLine('a\nb\u001b[1m\u202e ##[error]')).toBe('a\\u{a}b\\u{1b}[1m\\u{202e} # #[error]')
  expect(oneLine('##[a] ##[error]x')).toBe('# #[a] # #[error]x')
  const harmless = 'a\tb 👩\u200d💻 می\u200cخواهم'
  expect(oneLine(harmless)).toBe(harmless)
})

it('a cut text has at most the length, with the ellipsis, and no half of a surrogate pair', () => {
  expect([cut('abcd', 4), cut('abcde', 4), cut('ab😀e', 4), cut('a😀de', 4)]).toEqual([
    'abcd',
    'abc…',
    'ab…',
    'a😀…',
  ])
  const [lowest, highest] = ['\u{10000}', '\u{10ffff}']
  expect([cut(`ab${lowest}e`, 4), cut(`ab${highest}e`, 4)]).toEqual(['ab…', 'ab…'])
  expect([cut(`a${lowest}de`, 4), cut('a\ud7ffbcd', 3)]).toEqual([`a${lowest}…`, 'a\ud7ff…'])
})
