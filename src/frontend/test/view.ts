/** How the output is looked at: it stands in the URL, and nowhere else. */

import { refine, route } from '../route/location.ts'
import { type OutputView, printRoute, WHOLE_OUTPUT } from '../route/route.ts'

export function viewShown(): OutputView {
  const at = route.value
  return at.page === 'test' || at.page === 'output' ? { ...WHOLE_OUTPUT, ...at } : WHOLE_OUTPUT
}

export function changeView(to: Partial<OutputView>): void {
  const at = route.value
  if (at.page === 'test' || at.page === 'output') refine({ ...at, ...to })
}

/** The address of the page with this in its view. */
export function viewHash(to: Partial<OutputView>): string {
  const at = route.value
  return printRoute(at.page === 'test' || at.page === 'output' ? { ...at, ...to } : at)
}
