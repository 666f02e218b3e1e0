import { expect, it } from 'vitest'
import { GitError } from '../../../src/action/site/git.ts'
import { gitFault } from '../../../src/action/site/git-faults.ts'

it.each([
  ['another push was faster', '! [rejected] abc -> reports (stale info)', 'race'],
  [
    'somebody rewrote the branch while it was pushed to',
    '! [remote rejected] abc -> reports (shallow update not allowed)',
    'race',
  ],
  [
    'a hook of the server declines',
    '! [remote rejected] abc -> reports (pre-receive hook declined)',
    'final',
  ],
])('a push is tried again only if it may succeed: %s', (_, said, kind) => {
  expect(gitFault(new GitError('push', `${said}\n`), 'reports', false).kind).toBe(kind)
})
