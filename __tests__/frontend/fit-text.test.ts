import { describe, expect, it } from 'vitest'
import { fitText } from '../../src/frontend/frame/fit-text.ts'
import { cutEnd, cutMiddle } from '../../src/frontend/text/name.ts'

/** ASCII in letters of that width, others in twice that. */
const font = (letter: number) => ({
  measureText: (text: string) => ({
    width: text.replace(/[\u3000-\uffff]/g, 'xx').length * letter,
  }),
})

describe('a text in a picture', () => {
  const label =
    (name: string, cut = cutMiddle) =>
    (letters: number) =>
      letters < 3 ? '' : cut(name, letters)

  it.each([
    ['that fits, stays', font(6.65), 100, label('test_abc'), 'test_abc'],
    ['is cut', font(6.65), 100, label('test_metadata_114'), 'test…tadata_114'],
    ['is cut further where letters are wider', font(7), 104, label('test_metadata_114'), 'test…adata_114'],
    ['of wide letters', font(6), 100, label('統計情報を取得する試験', cutEnd), '統計情報を取得…'],
    ['with turns that are spelled out', font(6), 100, label(`\u202e${'abc'.repeat(9)}`), '\\u{202e}a…abcabc'],
    ['has no room', font(6), 10, label('test'), ''],
    ['has less than none', font(6), -3, label('test'), ''],
  ])('%s', (_, context, width, words, text) => {
    expect(fitText(context, width, 6.65, words)).toBe(text)
  })
})
