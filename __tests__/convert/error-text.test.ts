import { expect, it } from 'vitest'
import { isWriteFault, plainMessage, writeFault } from '../../src/convert/error-text.ts'
import type { Staging } from '../../src/export/staging.ts'

const errorOf = (fault: object): Error => Object.assign(new Error('as the\n  system says it'), fault)

const told = (fault: object): string => (writeFault(errorOf(fault), 'C:\\out') as Error).message

it('a file that Windows cannot replace because another program has it open is named, with a remedy', () => {
  const path = 'C:\\out\\.export-0b8c9f1e\\config.json'
  const fault = { code: 'EPERM', syscall: 'rename', path, dest: 'C:\\out\\config.json' }
  expect(told(fault)).toBe(
    'C:\\out\\config.json: permission denied, or another program has it open; make it writable for this user, close the program, or choose another place',
  )
  expect(told({ ...fault, code: 'EBUSY' })).toBe(
    'C:\\out\\config.json: another program has it open; close that, or choose another place',
  )
})

it('a name that the file system does not allow is reported, with a remedy', () => {
  expect(told({ code: 'EINVAL', syscall: 'mkdir', path: 'C:\\out\\a?' })).toBe(
    'C:\\out\\a?: the file system does not allow such a name; choose another place',
  )
})

const ENOENT = { code: 'ENOENT', syscall: 'open' }

it.each([
  [{ ...ENOENT, path: '/out/.export-1/runs/a' }, '/out'],
  [{ ...ENOENT, path: '/out/.report-1' }, '/out'],
  [{ ...ENOENT, path: '/out/a.export-1' }, '/out/a.export-1'],
  [{ ...ENOENT, path: '/.export-1' }, 'C:\\out'],
  [ENOENT, 'C:\\out'],
])('a fault of %j is told of a place that the user knows: %s', (fault, place) =>
  expect(told(fault)).toBe(`${place}: no such file or directory; check that nothing removes it`),
)

it('a fault of writing keeps its cause, and has the words of reading or the system’s if there are no others', () => {
  const fault = errorOf({ code: 'EROFS', syscall: 'open' })
  expect(writeFault(fault, '/out')).toMatchObject({
    message: '/out: the file system is read-only; choose another place',
    cause: fault,
  })
  expect(told({ code: 'EXDEV', syscall: 'rename' })).toBe('C:\\out: as the system says it')
  const other = new Error('other')
  expect(writeFault(other, '/out')).toBe(other)
})

it.each<[boolean, object]>([
  [true, { ...ENOENT, path: '/out/.export-1/a' }],
  [false, { ...ENOENT, path: '/in/a' }],
  [false, ENOENT],
  ...['ENOSPC', 'EDQUOT', 'EFBIG'].map((code): [boolean, object] => [true, { code, syscall: 'write' }]),
  [true, { code: 'EIO', syscall: 'write' }],
  [false, { code: 'EIO', syscall: 'read' }],
  [false, { code: 'EAGAIN', syscall: 'write' }],
  [false, { code: 'ENOSPC' }],
  [false, { syscall: 'write' }],
  [true, { cause: errorOf({ code: 'ENOSPC', syscall: 'write' }) }],
])('%j: whether an error of %j is about writing', (isOfWriting, fault) => {
  const staging = { isOwn: (path: string) => path.startsWith('/out/') } as Staging
  expect(isWriteFault(errorOf(fault), staging)).toBe(isOfWriting)
})

it.each([
  [errorOf(ENOENT), 'no such file or directory; check the path'],
  [errorOf({ cause: errorOf(ENOENT) }), 'no such file or directory; check the path'],
  [errorOf({ ...ENOENT, code: 'EISDIR' }), 'give a file'],
  [errorOf({ ...ENOENT, code: 'EXDEV' }), 'as the system says it'],
  [errorOf({ code: 'EISDIR' }), 'as the system says it'],
  ['a word', 'a word'],
  [undefined, 'undefined'],
])('an error of an input is told on one line: %s', (error, words) =>
  expect(plainMessage(error, { EISDIR: 'give a file' })).toBe(words),
)
