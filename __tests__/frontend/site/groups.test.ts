import { describe, expect, it } from 'vitest'
import { isOnDefault } from '../../../src/frontend/compare/related.ts'
import { isOn, linesOf, matches, reportsOf, wordsOf } from '../../../src/frontend/site/groups.ts'
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

it('a search finds reports that have all its words, in any letter case, or the number of their pull request', () => {
  const run = siteRun({ name: 'unit', branch: 'Topic', pull: 812, commit: '3f2c1ab', workflow: 'Gate' })
  const finds = (query: string): boolean => matches(run, wordsOf(query))
  expect(['', '  ', 'TOPIC', 'gate #812', '3f2c unit'].filter((query) => !finds(query))).toEqual([])
  expect(['topic 813', '#', 'null'].filter(finds)).toEqual(['#'])
  expect(matches(siteRun(), wordsOf('#'))).toBe(false)
})

it('branches and pull requests are apart, the one with the newest report first', () => {
  const runs = [
    siteRun({ branch: 'main' }),
    siteRun({ branch: 'topic', pull: 1 }),
    siteRun({ branch: 'main' }),
    siteRun({ branch: 'main', pull: 2 }),
    siteRun({ branch: 'topic', pull: 1 }),
    siteRun({ branch: null }),
  ]
  expect(linesOf(runs)).toEqual([
    { line: { kind: 'branch', name: '' }, runs: [runs[5]] },
    { line: { kind: 'pull', number: 1 }, runs: [runs[1], runs[4]] },
    { line: { kind: 'pull', number: 2 }, runs: [runs[3]] },
    { line: { kind: 'branch', name: 'main' }, runs: [runs[0], runs[2]] },
  ])
})
