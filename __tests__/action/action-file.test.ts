import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { validateAction } from '@actions/languageservice/validate-action'
import { expect, it } from 'vitest'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { DEFAULTS } from '../../src/action/input-values.ts'
import { readActionFile } from '../helpers/runner.ts'

const PATH = join(import.meta.dirname, '../../action.yml')
const text = readFileSync(PATH, 'utf8')

/** The problems in an action.yml of this text. Each text has its own address, because the service caches by address. */
let documents = 0
const judge = (content: string) =>
  validateAction(TextDocument.create(`file:///${documents++}/action.yml`, 'yaml', 1, content))

it('action.yml is valid according to GitHub’s language service', async () => {
  expect(await judge(text)).toEqual([])
})

it('GitHub’s language service rejects an unknown runtime', async () => {
  expect(await judge(text.replace('node24', 'node240'))).not.toEqual([])
})

it('action.yml declares the defaults of the code, except for expressions', () => {
  const declared = Object.entries(readActionFile().inputs).map(([name, input]) => [name, input.default])
  const expressions = {
    'github-token': '${{ github.token }}',
    job: '${{ github.job }}',
    matrix: '${{ toJSON(matrix) }}',
    'check-run-id': '${{ job.check_run_id }}',
  }
  expect(Object.fromEntries(declared)).toEqual({ ...DEFAULTS, ...expressions })
})

it('action.yml describes every input and output, with a full stop at the end', () => {
  const { inputs, outputs } = readActionFile()
  for (const { description } of [...Object.values(inputs), ...Object.values(outputs)]) {
    expect(description).toMatch(/^\S.{15,}\.$/s)
  }
})
