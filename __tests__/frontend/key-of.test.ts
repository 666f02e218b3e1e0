import { describe, expect, it } from 'vitest'
import { keyOf } from '../../src/frontend/frame/key-of.ts'

describe('the name of a key', () => {
  it.each([
    ['of a letter', { key: 't', code: 'KeyT' }, 't'],
    ['with Caps Lock', { key: 'T', code: 'KeyT' }, 't'],
    ['with Shift', { key: 'T', code: 'KeyT', shiftKey: true }, 'T'],
    ['of a Latin layout with other places', { key: 'a', code: 'KeyQ' }, 'a'],
    ['of a Cyrillic layout', { key: 'е', code: 'KeyT' }, 't'],
    ['of a Cyrillic layout with Caps Lock', { key: 'Е', code: 'KeyT' }, 't'],
    ['of a Cyrillic layout with Shift', { key: 'Е', code: 'KeyT', shiftKey: true }, 'T'],
    ['of a letter where others have a sign', { key: 'ö', code: 'Semicolon' }, 'ö'],
    ['of a sign', { key: '/', code: 'Digit7', shiftKey: true }, '/'],
    ['of a sign where others have a letter', { key: '/', code: 'KeyQ' }, '/'],
    ['of no character', { key: 'Escape', code: 'Escape' }, 'Escape'],
    ['of a button', { key: '?', code: '' }, '?'],
  ])('%s', (_, event, name) => {
    expect(keyOf({ shiftKey: false, ...event })).toBe(name)
  })
})
