import type { Manifest } from '../../format/report.ts'
import { readOutput } from '../data/logs.ts'
import { NoRun } from '../frame/tests-notices.tsx'
import { cutMiddle } from '../text/name.ts'
import { Details, useDetails } from './details.tsx'

export function OutputPage({ manifest, run }: { manifest: Manifest; run: number }) {
  const details = useDetails(`output ${run}`, (reader) => readOutput(manifest, run, reader))
  const known = manifest.runs[run]
  return (
    <main class="page is-wide" tabIndex={-1}>
      <header class="test-head">
        <h1>Output outside the tests</h1>
        <p class="quiet">{known && cutMiddle(known.entry.name, 200)}</p>
      </header>
      {known === undefined ? (
        <NoRun run={run} />
      ) : (
        <Details details={details} none="All output of this run belongs to tests." test="" />
      )}
    </main>
  )
}
