import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { refuseStale, writeBuiltFrom } from '../../scripts/built-from.ts'
import { directoryWith } from '../helpers/directory.ts'

const STALE = 'dist/ is stale, and tests would run older code than src/ has: npm run build'

it('tests refuse a part of dist/ that was built of other sources, or of nobody knows which', () => {
  const root = directoryWith({
    'src/engine/index.ts': '1',
    'src/action/run.ts': '1',
    'src/frontend/main.tsx': '1',
    'scripts/build.ts': '1',
    'package-lock.json': '{}',
    'dist/other': '',
  })
  const stale = () =>
    (['engine', 'action'] as const).filter((part) => {
      try {
        refuseStale(part, root)
        return false
      } catch (error) {
        expect((error as Error).message).toBe(STALE)
        return true
      }
    })
  expect(stale()).toEqual(['engine', 'action'])
  const after = (name: string): string[] => {
    writeBuiltFrom(join(root, 'dist'), root)
    expect(stale()).toEqual([])
    writeFileSync(join(root, name), '2')
    return stale()
  }
  expect(after('src/engine/index.ts')).toEqual(['engine'])
  expect(after('src/action/run.ts')).toEqual(['action'])
  expect(after('src/convert.ts')).toEqual(['action'])
  expect(after('src/frontend/main.tsx')).toEqual([])
  expect(after('package-lock.json')).toEqual(['engine', 'action'])
  writeBuiltFrom(join(root, 'dist'), root)
  rmSync(join(root, 'src/action/run.ts'))
  expect(stale()).toEqual(['action'])
})
