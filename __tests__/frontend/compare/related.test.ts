import { describe, expect, it } from 'vitest'
import type { SiteRun } from '../../../src/format/site.ts'
import { baseOf, basesOf, newestOnDefault, predecessorOf } from '../../../src/frontend/compare/related.ts'
import { runsFile } from '../../helpers/site.ts'
import { siteRun } from '../site/runs.ts'

const none: Partial<SiteRun> = { counts: { tests: 0, passed: 0, failed: 0, skipped: 0 } }
const [full, empty, own, last] = [{}, none, {}, none].map((more, n) =>
  siteRun({ ...more, path: `runs/${n}-1-unit` }),
)
const pulled = siteRun({ path: 'runs/9-1-unit', pull: 812, branch: 'topic' })
const site = runsFile([full, empty, own, last, pulled])

describe('the report to compare with', () => {
  it('is the last one before that has tests, if any', () => {
    expect(predecessorOf(site, own)).toBe(full)
    expect(predecessorOf(site, full)).toBeNull()
    expect(predecessorOf(runsFile([empty, own]), own)).toBeNull()
  })

  it('is one of the same job, and of the same pull request or branch', () => {
    const [main, release, pull, renamed, other] = [
      { branch: 'main' },
      { branch: 'release' },
      { pull: 812, branch: 'topic' },
      { pull: 812, branch: 'topic-2' }, // a pull request's branch can be renamed
      { pull: 813, branch: 'topic' },
    ].map((more, n) => siteRun({ ...more, path: `runs/${n}-1-unit` }))
    const others = [
      siteRun({ path: 'runs/7-1-docs', name: 'docs' }),
      siteRun({ path: 'runs/8-1-unit', pull: 814, branch: 'main' }),
    ]
    const newest = [main, release, renamed].map((run, n) => ({ ...run, path: `runs/${10 + n}-1-unit` }))
    const all = runsFile([main, release, pull, other, ...others, ...newest])
    expect(newest.map((run) => predecessorOf(all, run))).toEqual([main, release, pull])
    expect([other, ...others].map((run) => predecessorOf(all, run))).toEqual([null, null, null])
  })

  it('is never of another workflow, unless the job’s own has none on the default branch', () => {
    const of = (n: number, workflow: string, more: Partial<SiteRun> = {}): SiteRun =>
      siteRun({ run: n, path: `runs/${n}-1-unit`, workflow, ...more })
    const pull = { branch: 'topic', pull: 7 }
    const [linux, windows, again, topic] = [
      of(1, 'Linux'),
      of(2, 'Windows'),
      of(3, 'Windows'),
      of(4, 'Linux', pull),
    ]
    const alone = of(5, 'Pull requests', pull)
    const all = runsFile([linux, windows, again, topic, alone])
    expect([windows, again, topic, alone].map((run) => predecessorOf(all, run))).toEqual([
      null,
      windows,
      null,
      null,
    ])
    expect([topic, alone].map((run) => baseOf(all, run))).toEqual([linux, null])
    expect(newestOnDefault(all, linux)).toBeNull()
    expect(baseOf(runsFile([windows, again, alone]), alone)).toBe(again)
  })

  it('is, on the default branch, the newest other one that has tests', () => {
    expect(newestOnDefault(site, pulled)).toBe(own)
    expect(newestOnDefault(site, own)).toBe(full)
  })

  it('is, for a pull request, the default branch’s last one before it, and then the newest', () => {
    const of = (n: number, more: Partial<SiteRun> = {}): SiteRun =>
      siteRun({ run: n, path: `runs/${n}-1-unit`, commit: `${n}123456789`, ...more })
    const [old, base, topic, later] = [of(1), of(2), of(3, { pull: 7, branch: 'topic' }), of(4)]
    const withoutTests = of(2, { ...none, path: 'runs/2-2-unit' })
    const all = runsFile([old, base, withoutTests, topic, later])
    expect(baseOf(all, topic)).toBe(base)
    expect(basesOf(all, topic)).toEqual([
      [base, 'main at 2123456'],
      [later, 'main’s newest'],
    ])
    expect(basesOf(runsFile([old, base, topic]), topic)).toEqual([[base, 'main at 2123456']])
    // the one before has been removed
    expect(basesOf(runsFile([topic, later]), topic)).toEqual([[later, 'main later, at 4123456']])
    const unknown = of(6, { commit: null })
    expect(basesOf(runsFile([topic, unknown]), topic)).toEqual([[unknown, 'main later']])
    const newest = of(5)
    expect(basesOf(runsFile([topic, later, newest]), topic)).toEqual([
      [later, 'main later, at 4123456'],
      [newest, 'main’s newest'],
    ])
    expect(basesOf(all, later)).toEqual([])
  })

  it('is never of another name, branch or pull request', () => {
    const runs = [
      siteRun({ path: '1' }),
      siteRun({ path: '2', branch: 'topic' }),
      siteRun({ path: '3', pull: 7, branch: 'topic' }),
      siteRun({ path: '4', pull: 8, branch: 'topic' }),
      siteRun({ path: '5', pull: 8, branch: 'topic', name: 'lint' }),
      // its head branch was renamed
      siteRun({ path: '6', pull: 7, branch: 'other' }),
      siteRun({ path: '7', pull: 8, branch: 'topic' }),
      siteRun({ path: '8', branch: 'topic' }),
      siteRun({ path: '9' }),
      siteRun({ path: '10', name: 'lint' }),
    ]
    const all = runsFile(runs)
    const paths = (of: (file: typeof all, run: SiteRun) => SiteRun | null) =>
      runs.map((run) => of(all, run)?.path ?? null)
    expect(paths(predecessorOf)).toEqual([null, null, null, null, null, '3', '4', '2', '1', null])
    expect(paths(baseOf)).toEqual([null, '1', '1', '1', '10', '1', '1', '1', null, null])
    expect(baseOf({ ...all, defaultBranch: null }, runs[1])).toBeNull()
  })
})
