import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { validateAction } from '@actions/languageservice/validate-action'
import { expect, it } from 'vitest'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { DEFAULTS } from '../../src/action/input-values.ts'
import { readActionFile } from '../helpers/runner.ts'

const PATH = join(import.meta.dirname, '../../action.yml')
const text = readFileSync(PATH, 'utf8')

/** Judged as an action of that text; the service remembers by the address. */
let documents = 0
const judge = (content: string) =>
  validateAction(TextDocument.create(`file:///${documents++}/action.yml`, 'yaml', 1, content))

it('is an action by the rules of GitHub’s own language service', async () => {
  expect(await judge(text)).toEqual([])
})

it('would be no action with a runtime that GitHub does not know', async () => {
  expect(await judge(text.replace('node24', 'node240'))).not.toEqual([])
})

it('has the defaults that the action itself has, but for the expressions', () => {
  const declared = Object.entries(readActionFile().inputs).map(([name, input]) => [name, input.default])
  const expressions = {
    'github-token': '${{ github.token }}',
    job: '${{ github.job }}',
    matrix: '${{ toJSON(matrix) }}',
    'check-run-id': '${{ job.check_run_id }}',
  }
  expect(Object.fromEntries(declared)).toEqual({ ...DEFAULTS, ...expressions })
})

it('describes every input and output in whole sentences', () => {
  const { inputs, outputs } = readActionFile()
  for (const { description } of [...Object.values(inputs), ...Object.values(outputs)]) {
    expect(description).toMatch(/^\S.{15,}\.$/s)
  }
})
