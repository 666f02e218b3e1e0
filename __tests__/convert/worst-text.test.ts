/** No text takes more than linear time to match: the watchdogs stop what would take hours. */

import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { expect, it } from 'vitest'
import { defaultName, isFileName } from '../../src/action/artifact-name.ts'
import { showOnOneLine } from '../../src/action/visible-text.ts'
import { parseNumber, parseRows } from '../../src/dstat/cells.ts'
import { headerRow, parseCmdline } from '../../src/dstat/header.ts'
import { parseLayout } from '../../src/dstat/layout.ts'
import { parseWallTime } from '../../src/dstat/wall-time.ts'
import type { Config } from '../../src/format/exported.ts'
import { oneLine } from '../../src/words/text.ts'
import { readWorkflow } from '../../src/workflow.ts'
import { runCommand } from '../helpers/command.ts'
import { readJson } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet } from '../helpers/v2-writer.ts'
import { worstTexts } from '../helpers/worst-text.ts'

/** Long enough that quadratic work runs into the watchdog. */
const LENGTH = 1 << 18
const WATCHDOG = 60_000

const TEXTS = worstTexts(LENGTH)

/** Exports inputs with the command, which is stopped if it takes too long, and counts the tests of each run. */
async function countsOf(
  files: Readonly<Record<string, Uint8Array | string>>,
  options: readonly string[],
  expected = 0,
) {
  const from = directoryWith(files)
  const args = options.map((option) => (option in files ? join(from, option) : option))
  const { status, err } = await runCommand([...args, join(from, 'out')], { timeout: WATCHDOG })
  expect([status, err]).toEqual([expected, ''])
  return readJson<Config>(join(from, 'out'), 'config.json').tempest.map(({ stats }) => stats.count)
}

it('the worst texts are exported in time as id, tag, attachment, type, traceback and reason', async () => {
  const tests = TEXTS.flatMap((text) => [
    packet({ id: text, status: 'success', tags: [text], mime: text, file: [text, 'x'] }),
    packet({ id: `x[${text}]`, status: 'skip', mime: `text/plain;charset=x${text}`, file: ['reason', text] }),
    packet({ id: `setUpClass (${text})`, status: 'fail', mime: 'text/plain', file: ['traceback', text] }),
  ])
  expect(await countsOf({ run: Buffer.concat(tests) }, ['-f', 'run'])).toEqual([3 * TEXTS.length])
})

it('the worst texts are exported in time as lines of version 1', async () => {
  const words = ['test', 'time', 'tags', 'progress', 'success', 'failure', 'x']
  const lines = TEXTS.flatMap((text) => {
    const line = text.replaceAll(/[\r\n]/g, ' ')
    return [...words.map((word) => `${word}: ${line}`), line, `test: t`, `failure: t [ multipart`, line, ']']
  })
  const run = `${lines.join('\n')}\ntest: last\nsuccess: last\n`
  // some of it starts an attachment that never ends
  const [count] = await countsOf({ run }, ['-f', 'run'], 1)
  expect(count).toBeGreaterThan(TEXTS.length)
})

it.each<[string, (text: string) => unknown]>([
  ['the program of a log’s command line', (text) => parseCmdline(['Cmdline:', `${text}/x`], '')],
  ['the words of a log’s command line', (text) => parseCmdline(['Cmdline:', `dstat ${text} -${text}`], text)],
  [
    'a row of a log',
    (text) => [headerRow([text]), parseNumber(text), parseWallTime(text), parseRows([text])],
  ],
  ['a title in a log', (text) => parseLayout([text, text], ['epoch', text])],
  ['a matrix value in a default name', (text) => defaultName('job', { text })],
  ['a name of a file', isFileName],
  ['a line for the terminal', oneLine],
  ['a line for the job’s log', showOnOneLine],
  ['the ref and the name of a workflow', (text) => readWorkflow({ GITHUB_REF: text, GITHUB_WORKFLOW: text })],
])('the worst texts are handled in time as %s', (_, read) => {
  const context = createContext({ read })
  for (const text of TEXTS) {
    context.text = text
    expect(() => runInContext('read(text)', context, { timeout: 5000 }) as unknown).not.toThrow()
  }
})
