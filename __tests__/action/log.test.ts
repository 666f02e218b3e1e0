import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as log from '../../src/action/log.ts'
import { tell } from '../../src/action/tell.ts'
import { HOSTILE } from '../helpers/hostile.ts'
import { resultOf, runOf } from '../helpers/result.ts'
import { readPrinted } from '../helpers/runner-commands.ts'

let printed = ''

beforeEach(() => {
  printed = ''
  vi.stubEnv('GITHUB_ACTIONS', 'true')
  const take = (chunk: unknown): boolean => {
    printed += String(chunk)
    return true
  }
  vi.spyOn(process.stdout, 'write').mockImplementation(take)
  vi.spyOn(process.stderr, 'write').mockImplementation(take)
})

afterEach(() => {
  log.flush()
  process.exitCode = undefined
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

describe('on a runner', () => {
  it('hostile text never becomes a command, wherever it stands in a line', () => {
    for (const text of HOSTILE) for (const before of ['', 'x ', '  ', '- ']) log.info(before + text)
    expect(readPrinted(printed).commands).toEqual([])
  })

  it('two harmless texts do not form a command when joined', () => {
    for (const [a, b] of [
      [':', ':error::x'],
      ['##', '[error]x'],
      ['#', '#[error]x'],
      ['', '::error::x'],
    ])
      log.info(a + b)
    expect(readPrinted(printed).commands).toEqual([])
  })

  it('how logs were read is no annotation, also where many logs have the same note', () => {
    const notices = [
      'a.csv: Late.',
      'a.csv, b.csv, c.csv, d.csv: Cut off.',
      'a.csv.old: the same as b',
      'x and y',
    ]
    tell(resultOf([runOf({ passed: 1 })], { notices }), ['a.csv'])
    expect(readPrinted(printed).commands.map(({ name, data }) => [name, data])).toEqual([
      ['notice', 'a.csv.old: the same as b'],
      ['notice', 'x and y'],
    ])
    expect(printed).toContain('\na.csv, b.csv, c.csv, d.csv: Cut off.\n')
  })

  it('an annotation is one command with its text unchanged', () => {
    log.warning('a%0Ab\n::error::c, d')
    expect(readPrinted(printed).commands).toEqual([
      { name: 'warning', properties: {}, data: 'a%0Ab\n::error::c, d' },
    ])
  })

  it('hostile text in an annotation adds no other command', () => {
    for (const text of HOSTILE) {
      printed = ''
      log.fail(text)
      expect(readPrinted(printed).commands.map(({ name }) => name)).toEqual(['error'])
    }
  })

  it('hostile text in a group’s title adds no other command', async () => {
    await log.group('x\n::error::y\nz', async () => log.info('inside'))
    expect(readPrinted(printed).commands.map(({ name, data }) => [name, data])).toEqual([
      ['group', 'x ::error::y z'],
      ['endgroup', ''],
    ])
  })

  it('a message is cut to 4096 characters', () => {
    log.error('€'.repeat(10_000))
    expect(readPrinted(printed).commands[0].data).toHaveLength(4096)
  })

  it('ordinary names with colons and hashes are printed unchanged', () => {
    for (const text of ['tests/test_a.py::TestB::test_c[1-::x] ##hash #1', 'a::b', '- : ##']) {
      printed = ''
      log.info(text)
      expect(printed.trim()).toBe(text)
    }
  })

  it('control and bidirectional characters are escaped', () => {
    log.info('\u001b[31mred\u0007 \u202eleft')
    expect(printed.trim()).toBe('\\x1b[31mred\\x07 \\u202eleft')
  })

  it('nine annotations are all shown', () => {
    for (let i = 0; i < 9; i++) log.error(`e${i}`)
    log.flush()
    expect(readPrinted(printed).commands.map(({ data }) => data)).toEqual(
      Array.from({ length: 9 }, (_, i) => `e${i}`),
    )
  })

  it('beyond ten annotations, the last one counts the rest, which go to the log', () => {
    for (let i = 0; i < 31; i++) log.error(`e${i}`)
    log.fail('the end')
    log.flush()
    const { commands, lines } = readPrinted(printed)
    expect(commands.map(({ data }) => data).slice(-2)).toEqual([
      'the end',
      'and 23 more errors: see the log of this step',
    ])
    expect(commands).toHaveLength(10)
    expect(lines.filter((line) => line.startsWith('error: e'))).toHaveLength(23)
  })

  it('eight warnings are shown, as @actions/artifact has two of its own', () => {
    for (let i = 0; i < 9; i++) log.warning(`w${i}`)
    log.flush()
    expect(readPrinted(printed).commands.map(({ data }) => data)).toEqual([
      ...Array.from({ length: 7 }, (_, i) => `w${i}`),
      'and 2 more warnings: see the log of this step',
    ])
  })

  it('errors at lines leave room for one more, and for why the step failed', () => {
    const at = { path: 'tests/a.py', line: 3, title: 'a\u0007' }
    const printedAt = Array.from({ length: 9 }, (_, i) => log.errorAt({ ...at, message: `e${i}` }))
    expect(printedAt).toEqual([...Array.from({ length: 8 }, () => true), false])
    log.error('other')
    log.fail('the end')
    log.flush()
    const { commands } = readPrinted(printed)
    expect(commands.map(({ data }) => data)).toEqual([
      ...Array.from({ length: 8 }, (_, i) => `e${i}`),
      'the end',
      'other',
    ])
    expect(commands[0].properties).toEqual({ file: 'tests/a.py', line: '3', title: 'a\\x07' })
  })

  it('a failure sets exit code 1', () => {
    log.fail('x')
    expect(process.exitCode).toBe(1)
  })

  it('what only debugging needs is a debug command, also of libraries', () => {
    log.hushDebug()
    log.debug('a\u0007')
    process.stdout.write('::debug::b\n')
    expect(readPrinted(printed).commands.map(({ name, data }) => [name, data])).toEqual([
      ['debug', 'a\\x07'],
      ['debug', 'b'],
    ])
  })

  it('a token is masked, an empty one is not', () => {
    log.mask('ghs_abc')
    log.mask('')
    expect(readPrinted(printed).commands).toEqual([{ name: 'add-mask', properties: {}, data: 'ghs_abc' }])
  })
})

describe('without a runner', () => {
  it('plain text is printed instead of commands, and no token', async () => {
    vi.stubEnv('GITHUB_ACTIONS', '')
    log.mask('ghs_abc')
    log.error('bad')
    log.errorAt({ path: 'a.py', line: 3, title: 'test', message: 'worse' })
    log.debug('detail')
    await log.group('title', async () => log.info('inside'))
    log.flush()
    expect(printed.split(/\r?\n/)).toEqual(['error: bad', 'error: a.py:3: test: worse', 'inside', ''])
  })

  it('debug commands of libraries are suppressed', () => {
    vi.stubEnv('GITHUB_ACTIONS', '')
    log.hushDebug()
    expect(process.stdout.write('::debug::x\n')).toBe(true)
    process.stdout.write('y\n')
    expect(printed).toBe('y\n')
  })
})
