import { expect, it } from 'vitest'
import { writeFault } from '../../src/convert/error-text.ts'

const told = (fault: object): string => {
  const error = Object.assign(new Error('as the system says it'), fault)
  return (writeFault(error, 'C:\\out') as Error).message
}

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
