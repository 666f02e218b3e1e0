import { signal } from '@preact/signals'
import { go, route } from '../route/location.ts'
import { asked } from './view.ts'

/** Incremented when the search field should take the focus; the table's page resets it to 0. */
export const searchWanted = signal(0)

export function wantSearch(): void {
  searchWanted.value += 1
  if (route.value.page !== 'tests') go(asked.value)
}
