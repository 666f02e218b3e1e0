/** The workflows in README.md and docs/, because people copy them. */

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

/** The jobs of an example, with the permissions that they inherit from their workflow. */
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

it('the documentation contains example workflows', () => {
  expect(examples.length).toBeGreaterThan(5)
})

it.each(examples.filter(([, text]) => /^on:/m.test(text)))('%s is a valid workflow', async (name, text) => {
  expect(await validate(TextDocument.create(`file:///${name}.yml`, 'yaml', 1, text))).toEqual([])
})

// `# …` stands for the steps that check out and run the tests
const checkingOut = examples.filter(
  ([, text]) => /actions\/checkout|# …/.test(text) && /permissions:/.test(text),
)

it.each(checkingOut)(
  '%s grants the contents permission that a checkout of a private repository needs',
  (_, text) => {
    const contents = jobsIn(text).map((job) => at(job, 'permissions', 'contents'))
    expect(contents).toEqual(contents.map(() => expect.stringMatching(/^(?:read|write)$/)))
  },
)

it.each(examples)('%s uses only inputs that exist, and also reports when tests fail', (_, text) => {
  const known = Object.keys(readActionFile().inputs)
  for (const step of jobsIn(text).flatMap(ownSteps)) {
    const inputs = Object.keys(at(step, 'with') ?? {})
    expect(known).toEqual(expect.arrayContaining(inputs))
    // after a failed step it would be skipped; with `artifacts`, the tests failed in another job
    if (!inputs.includes('artifacts'))
      expect(at(step, 'if')).toMatch(/^\$\{\{ !cancelled\(\) (?:&& .*)?\}\}$/)
  }
})

const deploying = examples.flatMap(([, text]) => jobsIn(text).filter((job) => at(job, 'environment')))

it('no example deploys from a job that runs tests: GitHub refuses the whole job for a pull request', () => {
  expect(deploying).toHaveLength(2)
  for (const job of deploying) {
    expect(at(job, 'if')).toBe("${{ !cancelled() && github.event_name != 'pull_request' }}")
    expect(at(job, 'permissions')).toMatchObject({ actions: 'read', pages: 'write', 'id-token': 'write' })
    expect(at(job, 'steps')).toMatchObject([{ with: { artifacts: '*-data' } }])
  }
})
