import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { hideSecrets, ownSecrets, valueWithoutSecrets } from '../../src/action/own-secrets.ts'
import { GitHubApi } from '../helpers/github-api.ts'
import { Job } from '../helpers/runner.ts'

it('the secrets of a step are its tokens, each once, and no other variables', () => {
  const env = {
    ACTIONS_RUNTIME_TOKEN: 'runtime',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'oidc',
    GITHUB_TOKEN: 'given',
    GH_TOKEN: '',
    SECRET_BACKEND: 'keystone',
    GITHUB_ACTOR: 'someone',
  }
  expect(ownSecrets('given', env)).toEqual(['given', 'runtime', 'oidc'])
})

it('a token is a secret without the newline that it was pasted with', () => {
  expect(ownSecrets('', { GH_TOKEN: 'pasted\n' })).toEqual(['pasted'])
})

it('they are replaced in every text of a value, at any depth, and in nothing else', () => {
  const value = {
    text: 'a secret-word',
    list: [{ deep: 'secret-word' }, 1, null],
    bytes: Buffer.from('secret-word'),
  }
  expect(valueWithoutSecrets(value)).toEqual(value)
  hideSecrets(['secret-word'])
  expect(valueWithoutSecrets(value)).toEqual({
    text: 'a ***',
    list: [{ deep: '***' }, 1, null],
    bytes: Buffer.from('secret-word'),
  })
  hideSecrets([])
})

it('a step’s own token leaves it in no name of a test, tag, name of a stream, or message', async () => {
  const token = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`
  const github = await GitHubApi.start()
  using job = new Job()
  // of two runs, the names are in everything that is posted; files and artifacts keep them
  const test = `a.test_x[${token}]`
  const stream = `tags: ${token}\ntest: ${test}\nfailure: ${test} [\nx\n]\n`
  writeFileSync(join(job.workspace, `${token}.subunit`), stream)
  writeFileSync(join(job.workspace, 'other.subunit'), 'test: a.test_z\nfailure: a.test_z [\nx\n]\n')
  writeFileSync(join(job.workspace, 'broken.subunit'), `password ${token}\n`)
  writeFileSync(join(job.workspace, 'dstat.csv'), `password ${token}\n`)
  const run = await job.step({
    contexts: { token },
    env: { ...github.env, GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/6/merge' },
    payload: {
      pull_request: {
        number: 6,
        head: { sha: 'b'.repeat(40), ref: 'x', user: { login: 'o' }, repo: { full_name: 'stack/nova' } },
      },
      repository: { private: false, default_branch: 'main' },
    },
    inputs: { comment: 'failures', 'check-run': 'true', upload: 'none' },
  })
  await github.stop()
  const posted = { comments: github.comments, checks: github.checks, statuses: github.statuses }
  expect([posted.comments, posted.checks, posted.statuses].map(({ length }) => length)).toEqual([1, 1, 1])
  const texts = [run.summary, run.outputs['summary-markdown'], JSON.stringify(posted)]
  for (const text of texts) {
    expect(text).toContain('Subunit File: ***.subunit')
    expect(text).toContain('a.test_x[')
  }
  expect([...texts, run.outputs['publish-reason']].join()).not.toContain(token)
  const printed = run.printed.replaceAll(`::add-mask::${token}`, '')
  expect(printed).not.toContain(token)
  expect(readFileSync(run.outputs['results-json'], 'utf8')).not.toContain(token)
})
