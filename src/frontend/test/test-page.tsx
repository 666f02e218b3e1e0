import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { type Status } from '../../format/exported.ts'
import type { TestAddress } from '../../format/links.ts'
import type { Manifest } from '../../format/report.ts'
import { DataError } from '../data/blocks.ts'
import { readDetails } from '../data/logs.ts'
import { testsRead } from '../data/report.ts'
import { statsListsOf } from '../data/stats-lists.ts'
import { statsReason } from '../data/stats-reason.ts'
import type { Tests } from '../data/tests.ts'
import { CopyButton } from '../frame/copy-button.tsx'
import { Glyph } from '../frame/glyph.tsx'
import { WholeName } from '../frame/name.tsx'
import { ErrorNotice, Notice } from '../frame/notice.tsx'
import { Reading } from '../frame/tests-notices.tsx'
import { active } from '../tests/view.ts'
import { cutMiddle, runLabel } from '../text/name.ts'
import { STATUS_WORDS, statusOf } from '../text/status.ts'
import { TestStrip } from '../timeline/test-strip.tsx'
import { Attempts } from './attempts.tsx'
import { Details, useDetails } from './details.tsx'
import { Facts } from './facts.tsx'
import { FailingNeighbours } from './neighbours.tsx'
import { reasonOf } from './reason.ts'

export function TestPage({ manifest, address }: { manifest: Manifest; address: TestAddress }) {
  const read = testsRead.value
  if (read === null) {
    return (
      <main class="page" tabIndex={-1}>
        <Reading />
      </main>
    )
  }
  const results = read.tests.find(address.run, address.name)
  const test = results[address.attempt - 1]
  if (test === undefined) return <NoSuchTest address={address} fault={read.faults.get(address.run)} />
  return <Known manifest={manifest} tests={read.tests} test={test} address={address} results={results} />
}

interface KnownProps {
  readonly manifest: Manifest
  readonly tests: Tests
  readonly test: number
  readonly address: TestAddress
  /** All of that name in the run, in the order of raw. */
  readonly results: readonly number[]
}

function Known({ manifest, tests, test, address, results }: KnownProps) {
  const { run, name } = address
  const details = useDetails(`test ${test}`, (reader) => readDetails(manifest, tests, test, reader))
  // a signal: when the pointer moves over a log, only the cursor line in the charts is rendered again
  const cursor = useSignal<number | null>(null)
  const status = statusOf(tests, test)
  // if the output is not in the report, the statistics may still have the reason
  const isLost = details instanceof DataError
  const { lists } = statsListsOf(run)
  const listedReason = useMemo(() => (isLost ? statsReason(tests, test) : null), [isLost, lists, tests, test])
  const reason = reasonOf(status, isLost ? null : (details ?? null), tests.duration[test]) ?? listedReason
  useEffect(() => {
    active.value = test // on the way back, the table is at this test
  }, [test])
  return (
    <main class={`page is-wide${details === undefined ? ' is-reading' : ''}`} tabIndex={-1}>
      <FailingNeighbours tests={tests} test={test} />
      <header class="test-head">
        <p class={`test-status is-${status}`}>
          <Glyph status={status} label={false} /> {STATUS_WORDS[status]}
        </p>
        <h1>
          <WholeName name={name} />
        </h1>
        <CopyButton text={() => name} label="Copy name" title="Copy the whole name ( c )" hotkey="c" />
      </header>
      {reason === null ? null : <Reason status={status} text={reason} />}
      <Facts tests={tests} test={test} run={manifest.runs.length > 1 ? runLabel(manifest, run, 200) : null} />
      <Attempts manifest={manifest} tests={tests} test={test} results={results} address={address} />
      <Details
        details={details}
        none="This test left no output."
        test={name}
        onTime={(micros) => (cursor.value = micros)}
      >
        <TestStrip manifest={manifest} tests={tests} test={test} at={cursor} />
      </Details>
    </main>
  )
}

const Reason = ({ status, text }: { status: Status; text: string }) => (
  <pre class={`reason is-${status}`}>{text}</pre>
)

function NoSuchTest({ address, fault }: { address: TestAddress; fault: DataError | undefined }) {
  return (
    <main class="page" tabIndex={-1}>
      <h1 class="unseen">Test</h1>
      {fault === undefined ? (
        <Notice title="This report has no such test.">
          <p class="mono whole">{cutMiddle(address.name, 500)}</p>
          <p>
            {address.attempt > 1 ? `It has fewer than ${address.attempt} results` : 'It did not run'} in run{' '}
            {address.run}. The link may be from another report.
          </p>
          <p>
            <a href="#/tests">Look through all tests</a>
          </p>
        </Notice>
      ) : (
        <ErrorNotice error={fault} />
      )}
    </main>
  )
}
