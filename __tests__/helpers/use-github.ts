import { afterEach, beforeEach } from 'vitest'
import { GitHubApi } from './github-api.ts'
import { ResultsService } from './results-service.ts'

/**
 * Starts stand-ins for GitHub before each test. A call that GitHub would not accept makes the test fail, and so does a
 * call that was to fail and was not made.
 */
export function useGitHub(started: (github: GitHubApi, service: ResultsService) => void): void {
  let github: GitHubApi
  let service: ResultsService
  beforeEach(async () => {
    github = await GitHubApi.start()
    service = await ResultsService.start()
    started(github, service)
  })
  afterEach(async () => {
    await Promise.all([github.stop(), service.stop()])
    if (github.faults.length > 0) throw new Error(github.faults.join('\n'))
    if (github.notFailed.length > 0) throw new Error(`not called to fail: ${github.notFailed.join(', ')}`)
  })
}
