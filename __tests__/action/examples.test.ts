/** The workflows in README.md and docs/, which people copy. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { validate } from '@actions/languageservice/validate'
import { expect, it } from 'vitest'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { parse } from 'yaml'
import { at } from '../../src/workflow.ts'
import { readActionFile } from '../helpers/runner.ts'

const ROOT = join(import.meta.dirname, '../..')
const files = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)]
const examples = files
  .filter((file) => file.endsWith('.md'))
  .flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/^```yaml\n([^]*?)^```$/gm)].map(
      ([, text], n): [string, string] => [`${file}, ${n + 1}`, text],
    ),
  )

/** A job each, with what its workflow gives to all. */
function jobsIn(text: string): unknown[] {
  const example: unknown = parse(text)
  if (Array.isArray(example)) return [{ steps: example }]
  const jobs: unknown = at(example, 'jobs')
  return typeof jobs === 'object' && jobs !== null
    ? Object.values(jobs).map((job: object) => ({ permissions: at(example, 'permissions'), ...job }))
    : [example]
}

function ownSteps(job: unknown): unknown[] {
  const steps = at(job, 'steps')
  return (Array.isArray(steps) ? steps : []).filter((step) =>
    String(at(step, 'uses')).startsWith('stackviz/'),
  )
}

it('are there', () => {
  expect(examples.length).toBeGreaterThan(5)
})

it.each(examples.filter(([, text]) => /^on:/m.test(text)))('%s is a workflow', async (name, text) => {
  expect(await validate(TextDocument.create(`file:///${name}.yml`, 'yaml', 1, text))).toEqual([])
})

// `# …` is where the tests run
const checkingOut = examples.filter(
  ([, text]) => /actions\/checkout|# …/.test(text) && /permissions:/.test(text),
)

it.each(checkingOut)('%s gives the checkout of a private repository what it needs', (_, text) => {
  const contents = jobsIn(text).map((job) => at(job, 'permissions', 'contents'))
  expect(contents).toEqual(contents.map(() => expect.stringMatching(/^(?:read|write)$/)))
})

it.each(examples)('%s reports on tests that failed, too, by inputs that there are', (_, text) => {
  const known = Object.keys(readActionFile().inputs)
  for (const step of jobsIn(text).flatMap(ownSteps)) {
    const inputs = Object.keys(at(step, 'with') ?? {})
    expect(known).toEqual(expect.arrayContaining(inputs))
    // behind a failed step it would be skipped; what others ran has failed elsewhere
    if (!inputs.includes('artifacts'))
      expect(at(step, 'if')).toMatch(/^\$\{\{ !cancelled\(\) (?:&& .*)?\}\}$/)
  }
})
