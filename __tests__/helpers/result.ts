/** Handmade results of the pipeline, as the action gets them. */

import type { ConvertedRun, ConvertResult, Failure } from '../../src/convert/types.ts'
import type { StatsSkip, Warning } from '../../src/format/exported.ts'

export interface RunFacts {
  readonly name?: string
  readonly passed?: number
  readonly skipped?: number
  /** `fail` without a status. */
  readonly failures?: readonly (Omit<Failure, 'status'> & Partial<Pick<Failure, 'status'>>)[]
  readonly skips?: readonly StatsSkip[]
  readonly slowest?: ConvertedRun['slowest']
  readonly warnings?: readonly Warning[]
  readonly machine?: ConvertedRun['machine']
}

export function runOf(facts: RunFacts = {}): ConvertedRun {
  const {
    name = 'Subunit File: run.subunit',
    passed = 10,
    skipped = 2,
    failures = [],
    skips = [],
    slowest = [],
    machine = null,
    warnings,
  } = facts
  const failed = failures.length
  const counts = { tests: passed + skipped + failed, passed, failed, skipped }
  const files = { raw: 'r.json', details: 'd.json', index: 'i.json', columns: 'c.bin', tree: 't.json' }
  const entry = { id: 0, name, ...files }
  return {
    entry: warnings === undefined ? entry : { ...entry, warnings },
    totals: { count: counts.tests, start: null, end: null, total_duration: 0 },
    failures: failures.map((failure) => ({ status: 'fail', ...failure })),
    skips: skips.map(({ details }) => ({ reason: details, tests: 1 })),
    counts,
    span: null,
    duration: 12.5,
    slowest,
    machine,
  }
}

export function resultOf(runs: readonly ConvertedRun[], more: Partial<ConvertResult> = {}): ConvertResult {
  const sum = (key: 'tests' | 'passed' | 'failed' | 'skipped'): number =>
    runs.reduce((total, { counts }) => total + counts[key], 0)
  const counts = {
    tests: sum('tests'),
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
  }
  return {
    runs,
    problems: [],
    notices: [],
    conclusion: counts.failed > 0 ? 'failure' : 'success',
    isPartial: false,
    counts,
    duration: 12.5,
    data: '/out/site/data',
    files: ['config.json'],
    report: '/out/unit.html',
    site: '/out/site/index.html',
    published: null,
    ...more,
  }
}
