import { endOf } from './rows.ts'
import { look, model, seek } from './state.ts'
import { around } from './view.ts'

/** Zooms to a chosen test, with some of its surroundings in view. */
export function lookAt(test: number): void {
  const now = model.value
  if (now === null || test < 0 || Number.isNaN(now.tests.start[test])) return
  const span = { from: now.tests.start[test], to: endOf(now.tests, test) }
  look(around(span, now.whole, Math.max(1000, (span.to - span.from) * 4)))
  seek()
}
