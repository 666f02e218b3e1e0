import type { Manifest } from '../../format/report.ts'
import { LINE, rem } from '../frame/density.ts'
import { cutMiddle, runLabel, splitName } from '../text/name.ts'
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

/** Design pixels that a test's name takes. */
const ROOM = 16
/** Letters for which there is room beside the lanes, those of the lane's own name included. */
const LETTERS = 26

/** The lanes' names, each with the test that ran at the cursor. */
export function LaneLabels({ manifest, layout, part }: LaneLabelsProps) {
  const now = model.value
  if (now === null) return null
  return (
    <div class="lane-labels" style={{ height: rem(layout.height) }}>
      {layout.headings.map(({ run, top }) =>
        !isIn(part, top, HEADING) ? null : (
          <div key={`run-${run}`} class="run-label" style={{ top: rem(top) }}>
            {runLabel(manifest, run, 60)}
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
      {box.height >= ROOM ? <AtCursor box={box} letters={LETTERS - name.length} /> : null}
    </div>
  )
}

/** The test of each row that runs at the cursor; of rows lower than a name, the first one. */
function AtCursor({ box, letters }: { box: LaneBox; letters: number }) {
  const [at, now, tests] = [cursor.value, model.value, names.value]
  if (at === null || now === null || tests === null) return null
  const running = now.rows
    .slice(box.firstRow, box.firstRow + box.rows)
    .map((row) => testsWithin(now.tests, row, at.time, at.time + 1)[0])
  const nameOf = (test: number | undefined): string =>
    test === undefined ? '–' : cutMiddle(splitName(tests.name(test)).method, letters)
  const height = box.height / box.rows
  return height < ROOM ? (
    <span class="lane-now">{nameOf(running.find((test) => test !== undefined))}</span>
  ) : (
    <span class="lane-now" style={{ lineHeight: rem(height) }}>
      {running.map(nameOf).join('\n')}
    </span>
  )
}
