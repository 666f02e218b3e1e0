import { useMemo } from 'preact/hooks'
import { formatCount } from '../../words/number.ts'
import { addressOf } from '../data/attempts.ts'
import { failingOf } from '../data/run-facts.ts'
import type { Tests } from '../data/tests.ts'
import { useKeys } from '../frame/keys.ts'
import { printRoute } from '../route/hash.ts'
import { go } from '../route/location.ts'
import { type TestRoute } from '../route/route.ts'
import { cutMiddle, splitName } from '../text/name.ts'
import { isBefore } from '../timeline/walk.ts'
import { viewShown } from './view.ts'

/** Links from one failing test to the next, in order of time over all workers. */
export function FailingNeighbours({ tests, test }: { tests: Tests; test: number }) {
  const failing = useMemo(() => failingByStart(tests), [tests])
  const next = failing.find((other) => isBefore(tests, test, other))
  const previous = failing.findLast((other) => isBefore(tests, other, test))
  useKeys({ n: () => open(tests, next), p: () => open(tests, previous) })
  const place = failing.indexOf(test)
  if (failing.length === 0 || (failing.length === 1 && place === 0)) return null
  return (
    <nav class="neighbours" aria-label="Failing tests by start">
      <Step tests={tests} test={previous} arrow="‹" words="Previous failing test" />
      <span>
        {place < 0
          ? `${formatCount(failing.length)} failed`
          : `${formatCount(place + 1)} of ${formatCount(failing.length)} failed, by start`}
      </span>
      <Step tests={tests} test={next} arrow="›" words="Next failing test" />
    </nav>
  )
}

function Step(props: { tests: Tests; test: number | undefined; arrow: string; words: string }) {
  const { tests, test, arrow, words } = props
  if (test === undefined) {
    return (
      <span class="step" aria-hidden="true">
        {arrow}
      </span>
    )
  }
  return (
    <a
      class="step"
      href={printRoute(routeTo(tests, test))}
      aria-label={words}
      title={cutMiddle(splitName(tests.name(test)).method, 100)}
    >
      {arrow}
    </a>
  )
}

function open(tests: Tests, test: number | undefined): void {
  if (test !== undefined) go(routeTo(tests, test))
}

/** Keeps line wrapping on, for reading one test after the other. */
const routeTo = (tests: Tests, test: number): TestRoute => ({
  page: 'test',
  address: addressOf(tests, test),
  wrap: viewShown().wrap,
})

/** By start: a test of a later run may have started earlier. */
const failingByStart = (tests: Tests): number[] =>
  tests.runStart
    .slice(1)
    .flatMap((_, run) => failingOf(tests, run))
    .sort((a, b) => (isBefore(tests, a, b) ? -1 : 1))
