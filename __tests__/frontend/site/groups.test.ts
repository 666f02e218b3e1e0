import { describe, expect, it } from 'vitest'
import { isOnDefault } from '../../../src/frontend/compare/related.ts'
import { isOn, reportsOf } from '../../../src/frontend/site/groups.ts'
import { runsFile } from '../../helpers/site.ts'
import { siteRun } from './runs.ts'

describe('a report of a tag', () => {
  const tag = siteRun({ branch: null })
  const main = siteRun({ path: 'runs/2-1-unit' })

  it('is among the tags', () => {
    expect(isOn(tag, { kind: 'branch', name: '' })).toBe(true)
  })

  it.each([null, 'main', ''])('is not of the default branch, which is %j', (defaultBranch) => {
    const site = runsFile([tag, main], { defaultBranch })
    const found = defaultBranch === 'main' ? [main] : []
    expect(site.runs.filter((run) => isOnDefault(site, run))).toEqual(found)
    expect(reportsOf(site, { name: 'unit', on: 'default' })).toEqual(found)
    expect(reportsOf(site, { name: 'unit', on: 'all' })).toEqual([tag, main])
  })
})
