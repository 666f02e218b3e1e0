import { join } from 'node:path'
import { expect, it } from 'vitest'
import { choosePlaces } from '../../src/action/places.ts'
import { directoryWith } from '../helpers/directory.ts'

// Windows reports another error
it.skipIf(process.platform === 'win32')(
  'an unusable temporary directory is reported with its path and a remedy',
  () => {
    const temp = join(directoryWith({ file: '' }), 'file')
    expect(() => choosePlaces({ output: null, name: 'unit' }, { RUNNER_TEMP: temp })).toThrow(
      `${join(temp, 'stackviz')}: what should be a directory in that path is a file; check the path`,
    )
  },
)
