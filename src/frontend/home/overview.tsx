import { useCallback, useMemo } from 'preact/hooks'
import { testsDrawn } from '../data/report.ts'
import { type Draw, Picture } from '../frame/picture.tsx'
import { endTexts } from '../frame/when.ts'
import { printRoute } from '../route/hash.ts'
import { go } from '../route/location.ts'
import { WHOLE_TIMELINE } from '../route/route.ts'
import { drawOverview } from '../timeline/draw-overview.ts'
import { drawnOf } from '../timeline/state.ts'

/** Share of the run that a click zooms to. */
const NEAR = 0.1

/** A picture of all tests of a run. A click opens the timeline at that position. */
export function Overview({ run, several }: { run: number; several: boolean }) {
  const tests = testsDrawn.value
  const drawn = useMemo(() => (tests === null ? null : drawnOf(tests, run)), [tests, run])
  const draw = useCallback<Draw>(
    (context, palette) => {
      if (drawn !== null) drawOverview(context, { ...drawn, matches: null, palette })
    },
    [drawn],
  )
  if (drawn === null) {
    return tests === null || tests.runStart[run] === tests.runStart[run + 1] ? null : (
      <p class="no-strip quiet">The stream has no times of the tests: neither timeline nor durations.</p>
    )
  }
  const { from, to } = drawn.model.whole
  const timeline = { ...WHOLE_TIMELINE, run: several ? run : null }
  const open = (event: MouseEvent & { currentTarget: HTMLElement }): void => {
    // the keyboard opens all of it; a click with a modifier key is left to the browser
    if (event.detail === 0 || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const length = (to - from) / 1e6
    const box = event.currentTarget.getBoundingClientRect()
    const at = Math.min(1 - NEAR / 2, Math.max(NEAR / 2, (event.clientX - box.left) / box.width))
    go({ ...timeline, view: [(at - NEAR / 2) * length, (at + NEAR / 2) * length] })
  }
  return (
    <a class="strip" href={printRoute(timeline)} aria-label="Open the timeline" onClick={open}>
      <Picture class="strip-picture" draw={draw} />
      <span class="ends">
        {endTexts(from, to).map((text, i) => (
          <span key={i}>{text}</span>
        ))}
      </span>
    </a>
  )
}
