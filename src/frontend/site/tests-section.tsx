import { useMemo } from 'preact/hooks'
import { formatDuration } from '../../words/duration.ts'
import { formatCount, plural } from '../../words/number.ts'
import { durationAt, type History, kindAt } from '../compare/history.ts'
import { usualTimes } from '../compare/usual.ts'
import { SORTS, type Sort } from '../route/site-route.ts'
import { theLast, wordsOf } from './groups.ts'
import type { JobHistory } from './job-history.ts'
import { refine } from './location.ts'
import { TestRows } from './test-rows.tsx'

/** What the rows are sorted by and show; times in microseconds. */
interface Summary {
  /** NaN if the test never passed. */
  readonly median: Float64Array
  readonly failures: Uint16Array
  /** Distance of the newest time, if the test passed, from the median; 0 if one of them is missing. */
  readonly change: Float64Array
}

const SORT_WORDS: Readonly<Record<Sort, string>> = {
  slowest: 'Longest first',
  failures: 'Most failures first',
  changed: 'Most changed first',
  name: 'By name',
}

/** All tests of the last reports, each with its times. */
export function TestsSection({ of }: { of: JobHistory }) {
  const { at, history, reports, newest, which } = of
  const summary = useMemo(() => summarize(history, newest), [history, newest])
  const rows = useMemo(() => {
    const words = wordsOf(at.query)
    const found = history.keys.flatMap((key, row) =>
      words.every((word) => key.toLowerCase().includes(word)) ? [row] : [],
    )
    return found.sort(orderBy(at.sort, history, summary))
  }, [history, summary, at.query, at.sort])
  return (
    <section class="section">
      <h2>
        Tests{' '}
        <span class="quiet" role="status">
          {rows.length === history.keys.length ? null : `${formatCount(rows.length)} of `}
          {formatCount(history.keys.length)}
        </span>
      </h2>
      <p class="search-row">
        <input
          class="filter"
          type="search"
          placeholder="Search names"
          aria-label="Search tests"
          value={at.query}
          onInput={({ currentTarget: { value } }) => refine({ ...at, query: value })}
        />
        <label class="choice">
          <span class="unseen">Order </span>
          <select
            value={at.sort}
            onChange={({ currentTarget: { value } }) =>
              refine({ ...at, sort: SORTS.find((sort) => sort === value) ?? 'slowest' })
            }
          >
            {SORTS.map((sort) => (
              <option key={sort} value={sort}>
                {SORT_WORDS[sort]}
              </option>
            ))}
          </select>
        </label>
      </p>
      <p class="rule">
        Times in {theLast(reports.length)}, the newest at the right; the number is the median of those that
        passed.
      </p>
      {rows.length === 0 ? (
        <p class="none">
          {history.keys.length === 0 ? 'No test ran.' : 'No test has all of these words in its name.'}
        </p>
      ) : null}
      <TestRows
        of={of}
        list="tests"
        rows={rows.map((row) => ({
          row,
          fact: [
            summary.failures[row] === 0 ? '' : `failed in ${plural(summary.failures[row], 'report')}`,
            newest >= 0 && kindAt(history, row, newest) === null ? `not in the ${which}` : '',
          ]
            .filter((text) => text !== '')
            .join(' · '),
          time: formatDuration(summary.median[row]),
        }))}
      />
    </section>
  )
}

function summarize(history: History, newest: number): Summary {
  const count = history.keys.length
  const summary = {
    median: usualTimes(history).median,
    failures: new Uint16Array(count),
    change: new Float64Array(count),
  }
  for (let row = 0; row < count; row++) {
    // how soon a test fails, or is skipped, says nothing about its time
    if (newest >= 0 && kindAt(history, row, newest) === 'passed')
      summary.change[row] = Math.abs(durationAt(history, row, newest) - summary.median[row]) || 0
    for (const column of history.reports.keys())
      if (kindAt(history, row, column) === 'failed') summary.failures[row] += 1
  }
  return summary
}

/** Ties are ordered by name. */
function orderBy(sort: Sort, { keys }: History, summary: Summary): (a: number, b: number) => number {
  const byName = (a: number, b: number): number => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : 0)
  if (sort === 'name') return byName
  const values = sort === 'slowest' ? summary.median : sort === 'failures' ? summary.failures : summary.change
  return (a, b) => (values[b] || 0) - (values[a] || 0) || byName(a, b)
}
