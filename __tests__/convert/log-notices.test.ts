import { expect, it } from 'vitest'
import { noticesOf } from '../../src/convert/log-notices.ts'

it('a note that is the same of more than three logs stands once, where the first of them is', () => {
  const log = (title: string, ...notes: readonly string[]) => ({ title, notes })
  const three = [log('a', 'Late.', 'Cut off.'), log('b', 'Late.'), log('c', 'Other.', 'Late.')]
  const each = ['a: Late.', 'a: Cut off.', 'b: Late.', 'c: Other.', 'c: Late.']
  expect(noticesOf(three)).toEqual(each)
  const five = [...three, log('d', 'Late.', 'Last.'), log('e', 'Late.')]
  expect(noticesOf(five)).toEqual(['a, b, c, d, e: Late.', 'a: Cut off.', 'c: Other.', 'd: Last.'])
  const many = Array.from({ length: 101 }, (_, n) => log(String(n), 'Late.'))
  expect(noticesOf(many)).toEqual([expect.stringMatching(/^0, 1, .*, 99 and 1 more log: Late\.$/)])
})
