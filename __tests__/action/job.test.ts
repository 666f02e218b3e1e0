import { expect, it } from 'vitest'
import { readJob } from '../../src/action/job.ts'

it('a job is read from what the runner says of it', () => {
  expect(
    readJob({
      GITHUB_ACTIONS: 'true',
      GITHUB_SERVER_URL: 'https://corp.ghe.com/',
      GITHUB_REPOSITORY: 'stack/nova',
      GITHUB_RUN_ID: '17',
      GITHUB_RUN_ATTEMPT: '2',
      GITHUB_WORKFLOW: 'CI',
      GITHUB_EVENT_NAME: 'push',
    }),
  ).toEqual({
    isOnRunner: true,
    server: 'https://corp.ghe.com',
    repository: 'stack/nova',
    run: 17,
    attempt: 2,
    workflow: 'CI',
    event: 'push',
  })
})

it('without a runner it is the first attempt of no workflow run, at github.com', () => {
  expect(readJob({})).toEqual({
    isOnRunner: false,
    server: 'https://github.com',
    repository: '',
    run: 0,
    attempt: 1,
    workflow: '',
    event: '',
  })
})
