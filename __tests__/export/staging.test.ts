import { closeSync, openSync, readdirSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { buildConfig, NO_WORKFLOW, writeConfig } from '../../src/export/config.ts'
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

it('a config.json that cannot be written is closed: an open file cannot be removed on Windows', async () => {
  const staging = new Staging(directoryWith())
  const config = buildConfig([], [], { ...NO_WORKFLOW, name: 1n as never }, false)
  const lowestFree = (): number => {
    const file = openSync(import.meta.filename, 'r')
    closeSync(file)
    return file
  }
  const before = lowestFree()
  await expect(writeConfig(staging, config)).rejects.toThrow('BigInt')
  expect(lowestFree()).toBe(before)
  staging.discard()
})
