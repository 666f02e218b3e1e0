import { signal } from '@preact/signals'
import { go, route } from '../route/location.ts'
import { asked } from '../tests/view.ts'

/** Grows when the search field is to take the focus; the table's page sets it back. */
export const searchWanted = signal(0)

export function wantSearch(): void {
  searchWanted.value += 1
  if (route.value.page !== 'tests') go(asked.value)
}
