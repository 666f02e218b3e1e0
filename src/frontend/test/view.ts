/** How the output is viewed. This state is in the URL, and nowhere else. */

import { printRoute } from '../route/hash.ts'
import { refine, route } from '../route/location.ts'
import { type OutputView, WHOLE_OUTPUT } from '../route/route.ts'

export function viewShown(): OutputView {
  const at = route.value
  return at.page === 'test' || at.page === 'output' ? { ...WHOLE_OUTPUT, ...at } : WHOLE_OUTPUT
}

export function changeView(to: Partial<OutputView>): void {
  const at = route.value
  if (at.page === 'test' || at.page === 'output') refine({ ...at, ...to })
}

/** Line → URL hash with that line marked. The route is printed once, not for each of a log's many rows. */
export function lineHash(tab: string): (line: number) => string {
  const at = route.value
  if (at.page !== 'test' && at.page !== 'output') return () => ''
  // `line=1` is unique: an equals sign in a value is printed as %3D
  const [before, behind] = printRoute({ ...at, tab, line: 1 }).split('line=1', 2)
  return (line) => `${before}line=${line}${behind}`
}
