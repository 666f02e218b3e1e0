import { expect, it } from 'vitest'
import { ownSecrets } from '../../src/action/own-secrets.ts'

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
