import { useMemo } from 'preact/hooks'
import { type TestAddress, testHash } from '../../format/links.ts'
import type { Manifest } from '../../format/report.ts'
import { formatCount } from '../../words/number.ts'
import { addressOf, attemptOf, whichOf } from '../data/attempts.ts'
import { clamp } from '../data/clamp.ts'
import { isFailing } from '../data/ranks.ts'
import type { Tests } from '../data/tests.ts'
import { Glyph } from '../frame/glyph.tsx'
import { printRoute } from '../route/hash.ts'
import { ALL_TESTS } from '../route/route.ts'
import { inQuotes } from '../search/query.ts'
import { durationText } from '../text/duration.ts'
import { runLabel } from '../text/name.ts'
import { STATUS_WORDS, statusOf } from '../text/status.ts'

interface AttemptsProps {
  readonly manifest: Manifest
  readonly tests: Tests
  readonly test: number
  /** Those of its name in its run, in the order of raw. */
  readonly results: readonly number[]
  readonly address: TestAddress
}

/** Letters of a run's name. */
const LONGEST_RUN = 40

/** Links from one result of a test to the others: its attempts, what else was said of them, and those of other runs. */
export function Attempts({ manifest, tests, test, results, address: { run, name } }: AttemptsProps) {
  const others = useMemo(
    () => tests.names.flatMap((_, other) => (other === run ? [] : tests.find(other, name))),
    [tests, run, name],
  )
  const attempts = attemptOf(tests, results[results.length - 1])
  const ran = attempts > 1 ? [`Ran ${formatCount(attempts)} times`] : []
  const told = attempts < results.length ? [`${formatCount(results.length)} results`] : []
  return (
    <>
      {results.length < 2 ? null : (
        <nav class="attempts" aria-label={attempts > 1 ? 'Attempts' : 'Results'}>
          <span class="quiet">{[...ran, ...told].join(', ')}</span>
          <Results
            tests={tests}
            list={results}
            at={test}
            run={tests.names.length > 1 ? run : null}
            // with several attempts, the first one is numbered, too
            words={(one) => (whichOf(tests, one) || (attempts > 1 ? '1' : '')).replace(/^attempt /, '')}
          />
        </nav>
      )}
      {others.length === 0 ? null : (
        <nav class="attempts" aria-label="Other runs">
          <span class="quiet">In other runs</span>
          <Results
            tests={tests}
            list={others}
            at={-1}
            run={null}
            words={(one) => {
              const { run: of } = addressOf(tests, one)
              const label = runLabel(manifest, of, LONGEST_RUN)
              return [label, whichOf(tests, one)].filter(Boolean).join(', ')
            }}
          />
        </nav>
      )}
    </>
  )
}

interface ResultsProps {
  readonly tests: Tests
  readonly list: readonly number[]
  /** The test that is shown, which need not be in the list. */
  readonly at: number
  /** What the table is asked for; null: all runs. */
  readonly run: number | null
  /** What is said of a test before its status. */
  readonly words: (test: number) => string
}

/** Maximum number of results shown, and of failed ones besides: a test that is repeated until it fails may have thousands. */
const SHOWN = 50

function Results({ tests, list, at, run, words }: ResultsProps) {
  const first = clamp(list.indexOf(at) - SHOWN / 2, 0, list.length - SHOWN)
  const failed = [...list.keys()].filter((i) => isFailing(tests, list[i]))
  const shown = new Set([...list.keys()].slice(first, first + SHOWN))
  for (const i of failed.slice(0, SHOWN)) shown.add(i)
  const places = [...shown].sort((a, b) => a - b)
  const all = printRoute({ ...ALL_TESTS, query: inQuotes(tests.name(list[0])), run, sort: 'start' })
  return [...places, list.length].flatMap((place, n) => {
    const left = place - (places[n - 1] ?? -1) - 1
    const more =
      left === 0
        ? []
        : [
            <a key={-place} href={all}>
              … {formatCount(left)} more
            </a>,
          ]
    if (place === list.length) return more
    const test = list[place]
    const { run: of, name, attempt } = addressOf(tests, test)
    const status = statusOf(tests, test)
    const told = words(test)
    return [
      ...more,
      <a key={place} href={testHash(of, name, attempt)} aria-current={test === at ? 'page' : undefined}>
        <Glyph status={status} label={false} />
        {told === '' ? null : <span class="quiet">{told}</span>} {STATUS_WORDS[status]}{' '}
        <span class="quiet">{durationText(tests, test)}</span>
      </a>,
    ]
  })
}
