import { useCallback, useMemo } from 'preact/hooks'
import { clamp } from '../data/clamp.ts'
import { testsDrawn } from '../data/report.ts'
import { lengthOf } from '../data/span.ts'
import { type Draw, Picture } from '../frame/picture.tsx'
import { endTexts } from '../frame/when.ts'
import { printRoute } from '../route/hash.ts'
import { go } from '../route/location.ts'
import { WHOLE_TIMELINE } from '../route/route.ts'
import { drawOverview } from '../timeline/draw-overview.ts'
import { drawnOf } from '../timeline/state.ts'

/** Share of the run that a click zooms to. */
const NEAR = 0.1

interface OverviewProps {
  readonly run: number
  readonly several: boolean
  /** Whether there will be something to draw, whose room is kept until it has been read. */
  readonly hasTimes: boolean
}

/** A picture of all tests of a run. A click opens the timeline at that position. */
export function Overview({ run, several, hasTimes }: OverviewProps) {
  const tests = testsDrawn.value
  const drawn = useMemo(() => (tests === null ? null : drawnOf(tests, run)), [tests, run])
  const draw = useCallback<Draw>(
    (context, palette) => {
      if (drawn !== null) drawOverview(context, { ...drawn, matches: null, palette })
    },
    [drawn],
  )
  if (tests === null) return hasTimes ? <div class="strip is-coming" /> : null
  if (drawn === null) {
    return tests.runStart[run] === tests.runStart[run + 1] ? null : (
      <p class="no-strip quiet">The stream has no times of the tests: neither timeline nor durations.</p>
    )
  }
  const { whole } = drawn.model
  const timeline = { ...WHOLE_TIMELINE, run: several ? run : null }
  const open = (event: MouseEvent & { currentTarget: HTMLElement }): void => {
    // the keyboard opens all of it; a click with a modifier key is left to the browser
    if (event.detail === 0 || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const length = lengthOf(whole) / 1e6
    const box = event.currentTarget.getBoundingClientRect()
    const at = clamp((event.clientX - box.left) / box.width, NEAR / 2, 1 - NEAR / 2)
    go({ ...timeline, view: [(at - NEAR / 2) * length, (at + NEAR / 2) * length] })
  }
  return (
    <a class="strip" href={printRoute(timeline)} aria-label="Open the timeline" onClick={open}>
      <Picture class="strip-picture" draw={draw} />
      <span class="ends">
        {endTexts(whole).map((text, i) => (
          <span key={i}>{text}</span>
        ))}
      </span>
    </a>
  )
}
