import { useMemo } from 'preact/hooks'
import { testHash } from '../../format/links.ts'
import { formatDuration } from '../../words/duration.ts'
import { plural } from '../../words/number.ts'
import { addressOf, whichOf } from '../data/attempts.ts'
import { statusOfRank } from '../data/ranks.ts'
import { slowestOf } from '../data/run-facts.ts'
import type { Tests } from '../data/tests.ts'
import { type ListedTest, TestList } from '../frame/test-list.tsx'
import { sumClasses } from '../hierarchy/sums.ts'
import { labelOf } from '../hierarchy/tree.ts'
import { printRoute } from '../route/hash.ts'
import { ALL_TESTS, WHOLE_HIERARCHY } from '../route/route.ts'
import { statusOf } from '../text/status.ts'

const SHOWN = 10

interface SlowestProps {
  readonly run: number
  readonly tests: Tests
  readonly several: boolean
}

export function Slowest({ run, tests, several }: SlowestProps) {
  const slowest = useMemo(() => {
    const [sums, names] = [sumClasses(tests, run), tests.names[run]?.classes ?? []]
    const classes = slowestClasses(names, sums.time, SHOWN)
    return { tests: slowestOf(tests, run, SHOWN), sums, names, classes }
  }, [tests, run])
  const { sums, names, classes } = slowest
  const runAsked = several ? run : null
  return (
    <>
      <Section
        title="Slowest tests"
        more={printRoute({ ...ALL_TESTS, sort: 'duration', descending: true, run: runAsked })}
        words="All by duration"
        list={slowest.tests.map((test) => ({
          key: test,
          name: tests.name(test),
          which: whichOf(tests, test),
          status: statusOf(tests, test),
          to: testHash(run, tests.name(test), addressOf(tests, test).attempt),
          time: tests.duration[test],
        }))}
      />
      <Section
        title="Slowest classes"
        more={printRoute({ ...WHOLE_HIERARCHY, run: runAsked })}
        words="Hierarchy"
        list={classes.map((n) => ({
          key: n,
          name: labelOf(names[n]),
          status: statusOfRank(sums.worst[n]),
          to: printRoute({ ...WHOLE_HIERARCHY, root: names[n], run: runAsked }),
          where: plural(sums.count[n], 'test'),
          time: sums.time[n],
        }))}
      />
    </>
  )
}

interface SectionProps {
  readonly title: string
  readonly more: string
  readonly words: string
  /** Longest first; times in microseconds. */
  readonly list: readonly (Omit<ListedTest, 'time' | 'share'> & { readonly time: number })[]
}

function Section({ title, more, words, list }: SectionProps) {
  if (list.length === 0) return null
  return (
    <section class="section">
      <div class="section-head">
        <h3>{title}</h3>
        <a class="more" href={more}>
          {words}
        </a>
      </div>
      <TestList
        list={list.map((one) => ({ ...one, share: one.time / list[0].time, time: formatDuration(one.time) }))}
      />
    </section>
  )
}

/** The classes whose tests took longest; none if there is only one class, and nothing to compare. */
function slowestClasses(names: readonly string[], time: Float64Array, most: number): number[] {
  const known = [...names.keys()].filter((n) => names[n] !== '' && time[n] > 0)
  return known.length < 2 ? [] : known.sort((a, b) => time[b] - time[a]).slice(0, most)
}
