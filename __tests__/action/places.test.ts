import { join } from 'node:path'
import { expect, it } from 'vitest'
import { choosePlaces } from '../../src/action/places.ts'
import { directoryWith } from '../helpers/directory.ts'

// Windows has another word for it
it.skipIf(process.platform === 'win32')(
  'a temporary directory where nothing can be made is told, with the remedy',
  () => {
    const temp = join(directoryWith({ file: '' }), 'file')
    expect(() => choosePlaces({ output: null, name: 'unit' }, { RUNNER_TEMP: temp })).toThrow(
      `${join(temp, 'stackviz/unit')}: what should be a directory in that path is a file; check the path`,
    )
  },
)
