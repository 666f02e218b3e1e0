import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lastWords } from '../../src/convert/last-words.ts'
import { convertFiles } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet } from '../helpers/v2-writer.ts'
import { worstTexts } from '../helpers/worst-text.ts'

/** As `pytest` prints it, and `pytest --tb=short`. */
const LONG = `    def test_x():
>       assert f() == 1, 'one'
E       AssertionError: one
E       assert 2 == 1
E        +  where 2 = f()

tests/a.py:8: AssertionError
`
const SHORT = `tests/a.py:8: in test_x
    assert f() == 1, 'one'
E   AssertionError: one
E   assert 2 == 1
`

describe('the last words of a text', () => {
  it.each([
    ['pytest’s say what is wrong', LONG, 'AssertionError: one'],
    ['so do the short ones', SHORT, 'AssertionError: one'],
    ['of two errors the last one counts', `E   KeyError: 1\n\nduring that\n${LONG}`, 'AssertionError: one'],
    ['others are the last line', 'Traceback\n  File "a.py"\r\nKeyError: 1\r\n\r\n', 'KeyError: 1'],
    ['an E alone is none of pytest’s', 'E\nError: x\n', 'Error: x'],
    ['of nothing are none', ' \n\n', ''],
  ])('%s', (_, text, words) => expect(lastWords(text)).toBe(words))

  it('are short, and found in the worst of texts in the time that a test has', () => {
    for (const text of worstTexts(1 << 20)) expect(lastWords(text).length).toBeLessThanOrEqual(4096)
  })
})

it('a failure without a traceback is told by the only text that its test left, and the statistics stay as they are', async () => {
  const mime = 'text/plain; charset=utf8'
  const end = (id: string, status = 'fail') => packet({ id, status, time: [1_772_366_400, 0] })
  const file = (id: string, name: string, text: string) => packet({ id, mime, file: [name, text] })
  const stream = Buffer.concat([
    file('usual', 'traceback', 'KeyError: 1\n'),
    end('usual'),
    file('pytest', 'tests/a.py', LONG),
    end('pytest'),
    file('two', 'out', 'a'),
    file('two', 'err', 'b'),
    end('two'),
    packet({ id: 'none', status: 'fail' }),
    packet({ id: 'died', status: 'inprogress', time: [1_772_366_400, 0] }),
    end('died'),
    packet({ id: 'died of two', status: 'inprogress', time: [1_772_366_400, 0] }),
    file('died of two', 'out', 'a'),
    file('died of two', 'err', 'b'),
    end('died of two'),
    file('other', 'log', 'not why'),
    end('other', 'uxsuccess'),
  ])
  const from = directoryWith({ run: stream })
  for (const gzip of [false, true]) {
    const { data, runs } = await convertFiles([join(from, 'run')], {
      destination: join(from, String(gzip)),
      gzip,
    })
    const said = [
      ['KeyError: 1'],
      ['AssertionError: one'],
      null,
      null,
      ['No traceback, no time: its process may have died'],
      null,
      ['Unexpected success'],
    ]
    expect(runs[0].failures.map(({ details }) => details)).toEqual(said)
    if (gzip) continue
    const stats = JSON.parse(readFileSync(join(data, 'tempest_run_0_stats.json'), 'utf8')) as {
      failures: { details: unknown }[]
    }
    expect(stats.failures.map(({ details }) => details)).toEqual(said.with(1, null).with(4, null))
  }
})
