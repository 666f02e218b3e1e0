import type { ComponentChildren } from 'preact'
import { missingIn } from '../../format/exported.ts'
import { outputHash } from '../../format/links.ts'
import type { Manifest } from '../../format/report.ts'
import { testsRead } from '../data/report.ts'
import { countUntimed, spanOf } from '../data/run-facts.ts'
import { statsListsOf } from '../data/stats-lists.ts'
import { ErrorNotice } from '../frame/notice.tsx'
import { zone } from '../frame/settings.ts'
import { endTexts, isOneDay } from '../frame/when.ts'
import { cutMiddle, runLabel, runName } from '../text/name.ts'
import { formatDate } from '../text/time.ts'
import { MachineStrip } from '../timeline/machine-strip.tsx'
import { Counts } from './counts.tsx'
import { Failures } from './failures.tsx'
import { Overview } from './overview.tsx'
import { Skips } from './skips.tsx'
import { Slowest } from './slowest.tsx'
import { TimeSection } from './time-section.tsx'
import { VerdictSentence } from './verdict-sentence.tsx'
import { Losses, Remarks } from './warnings.tsx'

/** Always the same array, so that what is memoised from it is computed once. */
const NONE: readonly never[] = []

interface RunSectionProps {
  readonly manifest: Manifest
  readonly run: number
  /** What comes below the failures. */
  readonly below: ComponentChildren
}

/** Home's section about one run. If it is the only one, the verdict above is its heading. */
export function RunSection({ manifest, run, below }: RunSectionProps) {
  const { entry, counts, machine, left, outside } = manifest.runs[run]
  const read = testsRead.value
  const fault = read?.faults.get(run)
  const tests = fault === undefined ? (read?.tests ?? null) : null
  const { lists, fault: listsFault } = statsListsOf(run)
  const several = manifest.runs.length > 1
  const span = spanOf(entry.stats)
  const warnings = entry.warnings ?? []
  return (
    <article class={several ? 'run' : undefined} id={`run-${run}`}>
      {several ? (
        <header>
          <h2>{runLabel(manifest, run, 200)}</h2>
          <VerdictSentence manifest={manifest} run={run} />
        </header>
      ) : (
        <h2 class="unseen">{cutMiddle(runName(entry.name), 200)}</h2>
      )}
      <Losses warnings={warnings} />
      {fault === undefined ? null : <ErrorNotice error={fault} />}
      <Overview run={run} several={several} hasTimes={span !== null} />
      {fault === undefined ? (
        <Counts counts={counts} missing={missingIn(warnings)} run={several ? run : null} />
      ) : null}
      {listsFault === null ? null : <ErrorNotice error={listsFault} />}
      <Failures
        manifest={manifest}
        run={run}
        count={entry.stats.failed}
        failures={lists?.failures ?? NONE}
        tests={tests}
      />
      {below}
      {tests === null ? null : <TimeSection run={run} tests={tests} span={span} several={several} />}
      {tests === null ? null : <Slowest run={run} tests={tests} several={several} />}
      <Skips
        manifest={manifest}
        run={run}
        count={entry.stats.skipped}
        skips={lists?.skips ?? NONE}
        tests={tests}
        several={several}
      />
      {/* without times it is not known which part of a log is of the run, nor whether any is */}
      {machine === null || (several && span === null) ? null : (
        <section class="section">
          <h3>The machine{span && ' meanwhile'}</h3>
          <MachineStrip log={machine} machine={manifest.machines[machine]} span={span} />
        </section>
      )}
      <Remarks
        warnings={warnings}
        left={left}
        untimed={tests === null || span === null ? 0 : countUntimed(tests, run)}
      />
      <p class="run-foot">
        {several ? '' : `${cutMiddle(runName(entry.name), 200)} · `}
        {span === null
          ? 'no times in the stream'
          : [isOneDay(span) ? formatDate(span.from, zone.value) : '', endTexts(span).join(' to ')]
              .filter(Boolean)
              .join(', ')}
        {outside ? (
          <>
            {' · '}
            <a href={outputHash(run)}>Output outside the tests</a>
          </>
        ) : null}
      </p>
    </article>
  )
}
