import { join } from 'node:path'
import { expect, it } from 'vitest'
import { choosePlaces } from '../../src/action/places.ts'
import { directoryWith } from '../helpers/directory.ts'

// Windows reports another error
it.skipIf(process.platform === 'win32')(
  'an unusable temporary directory is reported with its path and a remedy',
  () => {
    const temp = join(directoryWith({ file: '' }), 'file')
    const inputs = { output: null, name: 'unit', checkRunId: '77' }
    expect(() => choosePlaces(inputs, { RUNNER_TEMP: temp })).toThrow(
      `${join(temp, 'stackviz-0-1-77')}: what should be a directory in that path is a file; check the path`,
    )
  },
)

it('steps of one job are counted, and what earlier jobs have left in the temporary directory is not', () => {
  const temp = directoryWith({})
  const stepOf = (env: NodeJS.ProcessEnv, checkRunId = ''): number =>
    choosePlaces({ output: null, name: 'unit', checkRunId }, { RUNNER_TEMP: temp, ...env }).step
  const job = { GITHUB_RUN_ID: '4711', GITHUB_RUN_ATTEMPT: '1', GITHUB_JOB: 'unit' }
  const others = [{ GITHUB_RUN_ID: '4712' }, { GITHUB_RUN_ATTEMPT: '2' }, { GITHUB_JOB: '../lint' }]
  expect([stepOf(job), stepOf(job)]).toEqual([1, 2])
  expect(others.map((other) => stepOf({ ...job, ...other }))).toEqual([1, 1, 1])
  expect([stepOf(job, '77'), stepOf(job, '77'), stepOf(job, '78')]).toEqual([1, 2, 1])
  expect(stepOf(job)).toBe(3)
})
