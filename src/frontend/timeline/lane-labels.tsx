import type { Manifest } from '../../format/report.ts'
import { LINE, rem } from '../frame/density.ts'
import { cutMiddle, splitName } from '../text/name.ts'
import { testsWithin } from './hit.ts'
import { HEADING, type LaneBox, type Layout, labelledLanes, type Part } from './layout.ts'
import { workerName } from './model.ts'
import { cursor, model, names } from './state.ts'

interface LaneLabelsProps {
  readonly manifest: Manifest
  readonly layout: Layout
  /** The part of the layout that is drawn. */
  readonly part: Part
}

/** The lanes' names, each with the test that ran at the cursor. */
export function LaneLabels({ manifest, layout, part }: LaneLabelsProps) {
  const now = model.value
  if (now === null) return null
  return (
    <div class="lane-labels" style={{ height: rem(layout.height) }}>
      {layout.headings.map(({ run, top }) =>
        !isIn(part, top, HEADING) ? null : (
          <div key={`run-${run}`} class="run-label" style={{ top: rem(top) }}>
            {cutMiddle(manifest.runs[run].entry.name, 60)}
          </div>
        ),
      )}
      {labelledLanes(layout, LINE).map((box) =>
        isIn(part, box.top, box.height) ? (
          <LaneLabel key={box.lane} name={workerName(now, box.lane)} box={box} />
        ) : null,
      )}
    </div>
  )
}

const isIn = (part: Part, top: number, height: number): boolean =>
  top + height > part.top && top < part.top + part.height

function LaneLabel({ name, box }: { name: string; box: LaneBox }) {
  const height = Math.max(LINE, box.height)
  return (
    <div
      class="lane-label"
      style={{ top: rem(box.top), height: rem(height), lineHeight: rem(Math.min(height, 24)) }}
    >
      <span>{name}</span>
      {box.height >= 16 ? <AtCursor box={box} /> : null}
    </div>
  )
}

function AtCursor({ box }: { box: LaneBox }) {
  const [at, now, tests] = [cursor.value, model.value, names.value]
  if (at === null || now === null || tests === null) return null
  for (let row = box.firstRow; row < box.firstRow + box.rows; row++) {
    const [test] = testsWithin(now.tests, now.rows[row], at.time, at.time + 1)
    if (test !== undefined) return <span class="lane-now">{splitName(tests.name(test)).method}</span>
  }
  return <span class="lane-now">–</span>
}
