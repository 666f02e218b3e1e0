import { effect } from '@preact/signals'
import { type ComponentType, h, render } from 'preact'

/**
 * Puts the app in the place of the shell's words, once; `isReading`: there is nothing to show yet. A page that a
 * browser saved as it was shown has its elements there.
 */
export function mount(isReading: () => boolean, App: ComponentType, then?: () => void): void {
  let root = document.getElementById('app')
  effect(() => {
    if (root === null || isReading()) return
    const place = root
    root = null
    place.textContent = ''
    render(h(App, {}), place)
    then?.()
  })
}
