import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { validate } from '@actions/languageservice/validate'
import { describe, expect, it } from 'vitest'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { parse } from 'yaml'

const FOLDER = join(import.meta.dirname, '../../.github/workflows')

describe.each(readdirSync(FOLDER))('the workflow %s', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8')

  it('is valid according to GitHub’s language service', async () => {
    expect(await validate(TextDocument.create(`file:///${file}`, 'yaml', 1, text))).toEqual([])
  })

  it('pins other actions to a commit, with the version in a comment', () => {
    const uses = [...text.matchAll(/uses: (.*)$/gm)].map(([, used]) => used)
    expect(uses.length).toBeGreaterThan(0)
    for (const used of uses) expect(used).toMatch(/^(?:\.\/|[\w-]+\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+)$/)
  })

  it('has permission to read the repository and nothing else', () => {
    const { permissions, jobs } = parse(text)
    expect(permissions).toEqual({ contents: 'read' })
    for (const job of Object.values<object>(jobs)) expect(job).not.toHaveProperty('permissions')
  })
})

it('the workflow that fuzzes uploads the inputs on which it failed, after all that can fail', () => {
  const { jobs } = parse(readFileSync(join(FOLDER, 'check.yml'), 'utf8'))
  const [run, , upload] = jobs.linux.steps.slice(-3)
  expect(run).toEqual({ run: '.ci/run' })
  expect(upload).toMatchObject({ if: 'failure()', with: { path: '__tests__/fixtures/fuzz/' } })
  expect(upload.uses).toMatch(/^actions\/upload-artifact@/)
})
