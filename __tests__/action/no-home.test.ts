/** In a container, a user whom the system does not know may have no home directory. */

import { realpathSync } from 'node:fs'
import type * as System from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { find } from '../../src/action/find/find.ts'
import { readInputs } from '../../src/action/inputs.ts'
import { choosePlaces } from '../../src/action/places.ts'
import { directoryWith } from '../helpers/directory.ts'
import { inputsEnv } from '../helpers/runner.ts'

vi.mock('node:os', async (importOriginal) => ({
  ...(await importOriginal<typeof System>()),
  homedir: () => {
    throw new Error('uv_os_homedir returned ENOENT')
  },
}))

function findIn(workspace: string, subunit: string) {
  const inputs = readInputs(inputsEnv({ inputs: { subunit } }))
  return find(inputs, choosePlaces(inputs, { GITHUB_WORKSPACE: workspace, RUNNER_TEMP: directoryWith() }))
}

it('without a home directory, absolute patterns are found', async () => {
  const workspace = realpathSync(directoryWith({ 'a.subunit': 'x' }))
  const { streams } = await findIn(workspace, join(workspace, '*.subunit'))
  expect(streams).toEqual([join(workspace, 'a.subunit')])
})

it('without a home directory, a pattern with .. is rejected with the correct spelling', async () => {
  const workspace = realpathSync(directoryWith({ 'a.subunit': 'x' }))
  await expect(findIn(workspace, 'sub/../a.subunit')).rejects.toThrow('write sub/../a.subunit as a.subunit')
})

it.each(['~/x.subunit', '*.subunit\n!~/x.subunit', '~/../x.subunit'])(
  'without a home directory, a pattern in it is rejected with what to do: %j',
  async (subunit) => {
    const workspace = realpathSync(directoryWith({ 'a.subunit': 'x' }))
    const pattern = subunit.split('\n').at(-1)
    await expect(findIn(workspace, subunit)).rejects.toThrow(
      `input subunit: ${pattern}: this user has no home directory; write the path out`,
    )
  },
)
