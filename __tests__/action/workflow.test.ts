import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildWorkflow, ofWorkflowRun, readWorkflow, withZuul, workflowRunUrl } from '../../src/workflow.ts'
import { directoryWith } from '../helpers/directory.ts'

const SHA = 'a'.repeat(40)
const HEAD = 'b'.repeat(40)

const ENV = {
  GITHUB_ACTIONS: 'true',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'stack/nova',
  GITHUB_RUN_ID: '4711',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_WORKFLOW: 'tests',
  GITHUB_JOB: 'unit',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_SHA: SHA,
}

const NONE = {
  name: null,
  url: null,
  pipeline: null,
  change_id: null,
  revision: null,
  change_project: null,
  change_subject: null,
}

it('Zuul’s variables override only the facts that they provide', () => {
  const zuul = {
    ZUUL_PROJECT: 'openstack/nova',
    ZUUL_CHANGE: '812345',
    ZUUL_PATCHSET: '3',
    ZUUL_PIPELINE: 'check',
    JOB_NAME: 'tempest\n full',
  }
  const told = {
    ...NONE,
    name: 'tempest full',
    pipeline: 'check',
    change_id: '812345',
    revision: '3',
    change_project: 'openstack/nova',
  }
  expect(withZuul(NONE, zuul)).toEqual(told)
  expect(withZuul(told, { ZUUL_PATCHSET: '4', JOB_NAME: '' })).toEqual({ ...told, revision: '4' })
  expect(withZuul(NONE, {})).toEqual(NONE)
})

describe('the facts of the job', () => {
  it('of a push are the workflow run and the commit', () => {
    expect(buildWorkflow(ENV, {})).toEqual({
      name: 'tests / unit',
      url: 'https://github.com/stack/nova/actions/runs/4711',
      pipeline: 'push',
      change_id: null,
      revision: SHA,
      change_project: 'stack/nova',
      change_subject: null,
    })
  })

  it('of a pull request are its number, title and head commit instead of the merge commit', () => {
    const env = { ...ENV, GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/812/merge' }
    const payload = { pull_request: { number: 812, title: 'Fix\nthe  <b>bug</b>', head: { sha: HEAD } } }
    expect(buildWorkflow(env, payload)).toMatchObject({
      change_id: '812',
      revision: HEAD,
      change_subject: 'Fix the <b>bug</b>',
    })
    expect(buildWorkflow(env, null)).toMatchObject({ change_id: '812', revision: SHA, change_subject: null })
  })

  it('of a workflow_run include its head commit', () => {
    expect(buildWorkflow(ENV, { workflow_run: { head_sha: HEAD } }).revision).toBe(HEAD)
  })

  it('of a second attempt link to that attempt', () => {
    expect(buildWorkflow({ ...ENV, GITHUB_RUN_ATTEMPT: '2' }, {}).url).toMatch(/\/runs\/4711\/attempts\/2$/)
  })

  it('that reports on another workflow run name and link that one', () => {
    const own = buildWorkflow({ ...ENV, GITHUB_EVENT_NAME: 'workflow_run' }, {})
    const of = (attempt: number, workflow: string | null) =>
      ofWorkflowRun(own, { id: 4700, attempt, workflow }, ENV)
    const url = 'https://github.com/stack/nova/actions/runs/4700'
    expect(of(1, 'CI\n')).toEqual({ ...own, name: 'CI', url })
    expect(of(2, null)).toEqual({ ...own, url: `${url}/attempts/2` })
  })

  it('outside of a job are all null', () => {
    expect(readWorkflow({ ...ENV, GITHUB_ACTIONS: undefined })).toEqual(NONE)
    expect(readWorkflow({})).toEqual(NONE)
  })

  it('are read from the event’s file, if that exists and is JSON', () => {
    const directory = directoryWith({ 'event.json': '{"pull_request":{"number":5}}', 'bad.json': '{' })
    const of = (file: string) => readWorkflow({ ...ENV, GITHUB_EVENT_PATH: join(directory, file) }).change_id
    expect([of('event.json'), of('bad.json'), of('none.json')]).toEqual(['5', null, null])
  })
})

describe('a hostile payload', () => {
  const hostile: unknown[] = [
    [],
    'x',
    5,
    { pull_request: null },
    { pull_request: [] },
    { pull_request: { number: '1', title: 5, head: 'x' } },
    { pull_request: { number: -1, title: ' ', head: { sha: 'x' } } },
    { pull_request: { number: 1e300, title: {}, head: { sha: {} } } },
    { pull_request: { number: 1.5, head: { sha: `${HEAD}\n` } } },
    JSON.parse('{"__proto__":{"pull_request":{"number":1}},"constructor":{"head":1}}'),
  ]

  it.each(hostile.map((payload) => [JSON.stringify(payload), payload]))('%s is ignored', (_, payload) => {
    expect(buildWorkflow(ENV, payload)).toEqual(buildWorkflow(ENV, null))
  })

  it('has its title cut to 256 characters', () => {
    const payload = { pull_request: { number: 1, title: 'x'.repeat(1_000_000) } }
    expect(buildWorkflow(ENV, payload).change_subject).toHaveLength(256)
  })

  it('that is nested 100,000 deep causes no error', () => {
    const directory = directoryWith()
    const path = join(directory, 'event.json')
    writeFileSync(path, '['.repeat(100_000) + ']'.repeat(100_000))
    expect(readWorkflow({ ...ENV, GITHUB_EVENT_PATH: path }).change_id).toBeNull()
  })
})

it.each([
  { GITHUB_REPOSITORY: 'a/b/c' },
  { GITHUB_REPOSITORY: 'a/b?x=' },
  { GITHUB_RUN_ID: '1/../2' },
  { GITHUB_SERVER_URL: 'javascript:alert(1)' },
  { GITHUB_SERVER_URL: 'https://github.com/x y' },
])('workflowRunUrl is null with %j', (wrong) => {
  expect(workflowRunUrl({ ...ENV, ...wrong })).toBeNull()
})
