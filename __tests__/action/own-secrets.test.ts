import { expect, it } from 'vitest'
import { ownSecrets } from '../../src/action/own-secrets.ts'

it('what a step was given and must not tell are its tokens, each once, and no other variable', () => {
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
