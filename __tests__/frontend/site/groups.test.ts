import { describe, expect, it } from 'vitest'
import type { SiteRun } from '../../../src/format/site.ts'
import { isOn, isOnDefault } from '../../../src/frontend/compare/related.ts'
import { jobRoute } from '../../../src/frontend/route/site-route.ts'
import {
  jobAt,
  jobsOf,
  linesOf,
  matches,
  reportsOf,
  sharedNames,
  titleOf,
  titleOfJob,
  wordsOf,
} from '../../../src/frontend/site/groups.ts'
import { runsFile } from '../../helpers/site.ts'
import { siteRun } from './runs.ts'

describe('a report of a tag', () => {
  const tag = siteRun({ branch: null, tag: 'v1.0', commit: 'c0ffee' })
  const main = siteRun({ path: 'runs/2-1-unit' })

  it('is among the tags, and not with those of unknown code', () => {
    const unknown = siteRun({ branch: null })
    const [tags, others] = [{ kind: 'branch', name: '' } as const, { kind: 'unknown' } as const]
    expect([tag, unknown].map((run) => [isOn(run, tags), isOn(run, others)])).toEqual([
      [true, false],
      [false, true],
    ])
    expect(linesOf([tag, unknown]).map(({ line }) => line)).toEqual([others, tags])
    expect([others, tags].map(titleOf)).toEqual(['Unknown code', 'Tags'])
  })

  it('is found by its name', () => {
    expect(['v1.0', 'tags'].filter((word) => !matches(tag, [word]))).toEqual([])
    expect(matches(tag, ['v1.1'])).toBe(false)
  })

  it.each([null, 'main', ''])('is not of the default branch, which is %j', (defaultBranch) => {
    const site = runsFile([tag, main], { defaultBranch })
    const found = defaultBranch === 'main' ? [main] : []
    expect(site.runs.filter((run) => isOnDefault(site, run))).toEqual(found)
    expect(reportsOf(site, main, 'default')).toEqual(found)
    expect(reportsOf(site, main, 'all')).toEqual([tag, main])
  })
})

describe('jobs of one name in two workflows', () => {
  const of = (n: number, workflow: string, more: Partial<SiteRun> = {}): SiteRun =>
    siteRun({ run: n, path: `runs/${n}-1-unit`, workflow, ...more })
  const runs = [
    of(1, 'Linux'),
    of(2, 'Windows'),
    of(3, 'Linux'),
    of(4, 'Linux', { name: 'lint' }),
    of(5, 'Windows', { branch: 'topic', pull: 7 }),
  ]
  const site = runsFile(runs)

  it('are apart, and only they have the workflow in their titles', () => {
    expect(jobsOf(runs)).toEqual([
      { name: 'lint', workflow: 'Linux', title: 'lint', runs: [runs[3]] },
      { name: 'unit', workflow: 'Linux', title: 'Linux / unit', runs: [runs[0], runs[2]] },
      { name: 'unit', workflow: 'Windows', title: 'Windows / unit', runs: [runs[1], runs[4]] },
    ])
    expect(jobsOf(runs.slice(2, 4)).map(({ title }) => title)).toEqual(['lint', 'unit'])
    expect([runs[1], runs[3]].map((run) => titleOfJob(run, sharedNames(runs)))).toEqual([
      'Windows / unit',
      'lint',
    ])
  })

  it('have reports of their own', () => {
    expect(reportsOf(site, runs[1], 'default')).toEqual([runs[1]])
    expect(reportsOf(site, runs[1], 'all')).toEqual([runs[1], runs[4]])
    expect(reportsOf(site, runs[0], { kind: 'pull', number: 7 })).toEqual([])
    expect(reportsOf(site, runs[1], { kind: 'pull', number: 7 })).toEqual([runs[4]])
  })

  it('are, in an address without a workflow, the one with the newest report there, or on the default branch', () => {
    expect(jobAt(site, jobRoute('unit'))).toEqual({ name: 'unit', workflow: 'Linux' })
    expect(jobAt(site, jobRoute('unit', { workflow: 'Windows' })).workflow).toBe('Windows')
    expect(jobAt(runsFile(runs.slice(0, 2)), jobRoute('unit')).workflow).toBe('Windows')
    const nowhere = (count: number) => runsFile(runs.slice(0, count), { defaultBranch: null })
    expect([3, 5].map((count) => jobAt(nowhere(count), jobRoute('unit')).workflow)).toEqual([
      'Linux',
      'Windows',
    ])
    expect(jobAt(site, jobRoute('gone'))).toEqual({ name: 'gone', workflow: '' })
    const on = (number: number) => jobRoute('unit', { on: { kind: 'pull', number } })
    expect(jobAt(site, on(7)).workflow).toBe('Windows')
    expect(jobAt(site, on(8)).workflow).toBe('Linux')
    const both = runsFile([...runs, of(6, 'Linux', { branch: 'topic', pull: 7 })])
    expect(jobAt(both, on(7)).workflow).toBe('Linux')
    expect(jobAt(site, jobRoute('unit', { on: 'all' })).workflow).toBe('Linux')
  })
})

it('a search finds reports that have all its words, in any letter case, or the number of their pull request', () => {
  const run = siteRun({ name: 'unit', branch: 'Topic', pull: 812, commit: '3f2c1ab', workflow: 'Gate' })
  const finds = (query: string): boolean => matches(run, wordsOf(query))
  expect(
    ['', '  ', 'TOPIC', 'gate #812', '3f2c unit', 'Gate / unit'].filter((query) => !finds(query)),
  ).toEqual([])
  expect(['topic 813', '#', '#81', 'null', '(#812', '#812('].filter(finds)).toEqual(['#'])
  expect(matches(siteRun(), wordsOf('#'))).toBe(false)
})

it('branches and pull requests are apart, the one with the newest report first', () => {
  const runs = [
    siteRun({ branch: 'main' }),
    siteRun({ branch: 'topic', pull: 1 }),
    siteRun({ branch: 'main' }),
    siteRun({ branch: 'main', pull: 2 }),
    siteRun({ branch: 'topic', pull: 1 }),
    siteRun({ branch: null, commit: 'c0ffee' }),
  ]
  expect(linesOf(runs)).toEqual([
    { line: { kind: 'branch', name: '' }, runs: [runs[5]] },
    { line: { kind: 'pull', number: 1 }, runs: [runs[1], runs[4]] },
    { line: { kind: 'pull', number: 2 }, runs: [runs[3]] },
    { line: { kind: 'branch', name: 'main' }, runs: [runs[0], runs[2]] },
  ])
})
