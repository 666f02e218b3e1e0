import { readdirSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { Staging } from '../../src/export/staging.ts'
import { directoryWith } from '../helpers/directory.ts'

it('an export that fails while its files are moved leaves no config.json, which would name files of two exports', () => {
  const directory = directoryWith({
    'config.json': '{"tempest":[{"raw":"tempest_a_0_raw.json","tree":"tempest_a_0_tree.json"}]}',
    'tempest_a_0_raw.json': 'old',
    'tempest_a_0_tree.json': 'old',
  })
  const staging = new Staging(directory)
  writeFileSync(staging.path('config.json'), '{}')
  writeFileSync(staging.path('tempest_a_0_raw.json'), 'new')
  // it was never written, so it cannot be moved
  staging.path('tempest_b_0_raw.json')
  expect(() => staging.commit()).toThrow('tempest_b_0_raw.json')
  staging.discard()
  expect(readdirSync(directory)).toEqual(['tempest_a_0_raw.json'])
})
