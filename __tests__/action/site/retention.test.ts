import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Limits, retain, type SiteFacts } from '../../../src/action/site/retention.ts'
import type { SiteRun } from '../../../src/format/site.ts'
import { siteRun } from '../../helpers/own-report.ts'

const NOW = Date.parse('2026-03-31T00:00:00Z')
const DAY = 86_400_000

const LIMITS: Limits = { keepRuns: 50, keepDays: null, keepSize: 900e6 }
const FACTS: SiteFacts = { defaultBranch: 'main', now: NOW, overhead: 0, closed: new Set(), own: '' }

/** The last report is the one being published. */
const apply = (runs: readonly SiteRun[], limits: Partial<Limits> = {}, facts: Partial<SiteFacts> = {}) =>
  retain(runs, { ...LIMITS, ...limits }, { ...FACTS, own: runs[runs.length - 1]?.path ?? '', ...facts })

const numbers = (runs: readonly SiteRun[]): number[] => runs.map(({ run }) => run)

describe('retain', () => {
  it('keeps the newest of each name on each branch and pull request', () => {
    const runs = [
      siteRun({ run: 1 }),
      siteRun({ run: 2, name: 'lint' }),
      siteRun({ run: 3, branch: 'fix', pull: 7 }),
      siteRun({ run: 4, branch: 'fix', pull: 7 }),
      siteRun({ run: 5, branch: 'fix' }),
      siteRun({ run: 6 }),
      siteRun({ run: 7 }),
    ]
    const { kept, removed } = apply(runs, { keepRuns: 1 })
    expect(numbers(kept)).toEqual([2, 4, 5, 7])
    expect(removed.map(({ because }) => because)).toEqual(['keep-runs', 'keep-runs', 'keep-runs'])
  })

  it('keeps as many of each workflow, whose jobs may have the same name', () => {
    const runs = ['Linux', 'Windows', 'Linux', 'Linux', 'Windows'].map((workflow, n) =>
      siteRun({ run: n, workflow }),
    )
    expect(numbers(apply(runs, { keepRuns: 1 }).kept)).toEqual([3, 4])
    expect(numbers(apply(runs, { keepDays: -1 }, { own: '' }).kept)).toEqual([3, 4])
  })

  it('keeps as many of each job of a branch', () => {
    const fix = { branch: 'fix' }
    const runs = [siteRun({ run: 1, ...fix }), siteRun({ run: 2, name: 'lint', ...fix }), siteRun({ run: 3 })]
    expect(numbers(apply(runs, { keepRuns: 1 }).kept)).toEqual([1, 2, 3])
  })

  it('keeps the report being published though newer ones of its job are there, as when it runs again', () => {
    const runs = [1, 2, 3].map((run) => siteRun({ run, branch: 'fix' }))
    expect(numbers(apply(runs, { keepRuns: 1 }, { own: runs[0].path }).kept)).toEqual([1, 3])
  })

  it('takes no report for the default branch’s if neither is known', () => {
    const runs = [siteRun({ run: 1, name: 'lint', branch: null }), siteRun({ run: 2, branch: null })]
    expect(numbers(apply(runs, { keepDays: 0 }, { defaultBranch: null }).kept)).toEqual([2])
  })

  it('removes reports older than keep-days, except the default branch’s newest, and no others', () => {
    const at = (run: number, days: number, more: Partial<SiteRun> = {}) =>
      siteRun({ run, published: new Date(NOW - days * DAY).toISOString(), ...more })
    const fix = { branch: 'fix' }
    const runs = [at(1, 40), at(2, 35), at(3, 31, fix), at(4, 30, fix), at(5, 0, fix)]
    expect(numbers(apply(runs, { keepDays: 30 }).kept)).toEqual([2, 4, 5])
  })

  it('makes room by removing reports of closed pull requests first, then the oldest', () => {
    const runs = [
      siteRun({ run: 1, branch: 'old', size: 10 }),
      siteRun({ run: 2, branch: 'a', pull: 7, size: 10 }),
      siteRun({ run: 3, branch: 'b', pull: 8, size: 10 }),
      siteRun({ run: 4, size: 10 }),
      siteRun({ run: 5, branch: 'c', size: 10 }),
    ]
    const closed = new Set([8])
    expect(numbers(apply(runs, { keepSize: 40 }, { closed }).kept)).toEqual([1, 2, 4, 5])
    expect(numbers(apply(runs, { keepSize: 30 }, { closed }).kept)).toEqual([2, 4, 5])
    expect(numbers(apply(runs, { keepSize: 30 }, { closed, overhead: 5 }).kept)).toEqual([4, 5])
  })

  it('returns the size of reports that must stay even if it exceeds keep-size', () => {
    const runs = [
      siteRun({ run: 1, branch: 'fix', size: 10 }),
      siteRun({ run: 2, size: 10 }),
      siteRun({ run: 3, branch: 'fix', size: 20 }),
    ]
    const { kept, size, oversized } = apply(runs, { keepSize: 25 })
    expect([numbers(kept), size, oversized]).toEqual([[2, 3], 30, []])
  })

  it('removes no other report for one that alone exceeds keep-size, which stays only while it must', () => {
    const runs = [
      siteRun({ run: 1, branch: 'fix', size: 10 }),
      siteRun({ run: 2, branch: 'fix', size: 10 }),
      siteRun({ run: 3, size: 10 }),
      siteRun({ run: 4, branch: 'fix', size: 38 }),
    ]
    const facts = { overhead: 5 }
    const huge = apply(runs, { keepSize: 42 }, facts)
    expect([numbers(huge.kept), huge.size, numbers(huge.oversized)]).toEqual([[1, 2, 3, 4], 73, [4]])
    // the oversized one does not count towards the limit of the others
    expect(numbers(apply(runs, { keepSize: 30 }, facts).kept)).toEqual([2, 3, 4])
    const next = apply([...runs, siteRun({ run: 5, branch: 'fix', size: 7 })], { keepSize: 42 }, facts)
    expect([numbers(next.kept), next.size, next.oversized]).toEqual([[1, 2, 3, 5], 42, []])
  })
})

describe('retain, for any reports and limits,', () => {
  const report = fc.record({
    name: fc.constantFrom('unit', 'lint', '__proto__', 'constructor'),
    branch: fc.constantFrom('main', 'fix', null),
    pull: fc.constantFrom(null, null, 7, 8),
    size: fc.integer({ min: 0, max: 100 }),
    published: fc.integer({ min: 0, max: 90 }).map((days) => new Date(NOW - days * DAY).toISOString()),
  })
  const site = fc
    .array(report, { minLength: 1, maxLength: 40 })
    .map((reports) => reports.map((more, i) => siteRun({ ...more, run: i + 1, path: `runs/${i}` })))
  const limits = fc.record({
    keepRuns: fc.integer({ min: 1, max: 5 }),
    keepDays: fc.option(fc.integer({ min: 1, max: 60 })),
    keepSize: fc.integer({ min: 1, max: 1500 }),
  })
  const closed = fc.subarray([7, 8]).map((pulls) => new Set(pulls))

  const isSafe = (runs: readonly SiteRun[], run: SiteRun): boolean =>
    run === runs[runs.length - 1] ||
    run === runs.findLast(({ name, branch, pull }) => name === run.name && branch === 'main' && pull === null)

  it('keeps or removes each report, preserves their order, and keeps those that must stay', () => {
    fc.assert(
      fc.property(site, limits, closed, (runs, some, shut) => {
        const { kept, removed } = apply(runs, some, { closed: shut })
        const gone = new Set(removed.map(({ run }) => run))
        expect(kept).toEqual(runs.filter((run) => !gone.has(run)))
        expect(gone.size).toBe(removed.length)
        for (const run of gone) expect(isSafe(runs, run)).toBe(false)
      }),
    )
  })

  it('applies the limits to all reports that need not stay', () => {
    fc.assert(
      fc.property(site, limits, closed, (runs, some, shut) => {
        const { kept, size, oversized } = apply(runs, some, { closed: shut })
        const sizeOf = (those: readonly SiteRun[]): number => those.reduce((sum, run) => sum + run.size, 0)
        expect(size).toBe(sizeOf(kept))
        expect(oversized).toEqual(kept.filter((run) => run.size > some.keepSize))
        const free = kept.filter((run) => !isSafe(runs, run))
        if (size - sizeOf(oversized) > some.keepSize) expect(free).toEqual([])
        for (const run of free) {
          const newer = kept.filter(
            (other) =>
              other.run > run.run &&
              other.name === run.name &&
              (run.pull === null
                ? other.pull === null && other.branch === run.branch
                : other.pull === run.pull),
          )
          expect(newer.length).toBeLessThan(some.keepRuns)
          if (some.keepDays !== null)
            expect(NOW - Date.parse(run.published)).toBeLessThanOrEqual(some.keepDays * DAY)
        }
      }),
    )
  })

  it('removes forks’ reports before the repository’s own, and after those of closed pull requests', () => {
    const runs = [
      ...Array.from({ length: 40 }, (_, i) => siteRun({ run: i, size: 3e6 })),
      siteRun({ run: 40, branch: 'fix', pull: 8, size: 3e6 }),
      ...Array.from({ length: 10 }, (_, i) =>
        siteRun({ run: 50 + i, branch: 'evil:x', pull: 7, size: 95e6 }),
      ),
    ]
    const left = (shut: number[]): number[][] => {
      const { kept } = apply(runs, {}, { closed: new Set(shut) })
      return [kept.filter(({ pull }) => pull === null), kept.filter(({ pull }) => pull !== null)].map(numbers)
    }
    const main = runs.slice(0, 40).map(({ run }) => run)
    expect(left([])).toEqual([main, [40, 52, 53, 54, 55, 56, 57, 58, 59]])
    expect(left([8])).toEqual([main, [52, 53, 54, 55, 56, 57, 58, 59]])
    const small = apply(runs, { keepSize: 200e6 })
    expect(numbers(small.kept)).toEqual([...main.slice(6), 40, 59])
  })

  it('takes a report for a fork’s whose code may be one’s, whatever branch and pull request it has', () => {
    const runs = [
      siteRun({ run: 1, branch: 'stable', size: 10 }),
      siteRun({ run: 2, branch: null, size: 10, fork: true }),
      siteRun({ run: 3, branch: null, size: 10, fork: true }),
      siteRun({ run: 4, branch: null, size: 10 }),
    ]
    expect(numbers(apply(runs, { keepSize: 20 }).kept)).toEqual([1, 4])
    expect(numbers(apply(runs, { keepRuns: 1 }).kept)).toEqual([1, 3, 4])
    // old reports do not say it, but their branch does
    const pulled = { branch: 'evil:x', pull: 7 }
    const old = [siteRun({ run: 1, ...pulled }), siteRun({ run: 2, ...pulled, fork: true })]
    expect(numbers(apply(old, { keepRuns: 1 }).kept)).toEqual([2])
  })

  it('removes nothing when applied again', () => {
    fc.assert(
      fc.property(site, limits, closed, (runs, some, shut) => {
        const { kept } = apply(runs, some, { closed: shut })
        const again = retain(
          kept,
          { ...LIMITS, ...some },
          { ...FACTS, closed: shut, own: runs[runs.length - 1].path },
        )
        expect(again.removed).toEqual([])
      }),
    )
  })

  it('removes no other report to make room while one of a closed pull request remains', () => {
    const holds = fc.property(site, limits, closed, (runs, some, shut) => {
      const { kept, removed } = apply(runs, some, { closed: shut })
      const openWent = removed.some(
        ({ run, because }) =>
          because === 'keep-size' && !shut.has(run.pull ?? 0) && run.size <= some.keepSize,
      )
      const closedStay = kept.filter((run) => shut.has(run.pull ?? 0) && !isSafe(runs, run))
      return !openWent || closedStay.length === 0
    })
    expect(() => fc.assert(holds)).not.toThrow()
  })
})
