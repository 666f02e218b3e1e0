import { effect } from '@preact/signals'
import { type ComponentType, h, render } from 'preact'

/**
 * Renders the app once `isReading` returns false, then calls `then`. The app replaces the shell's text, or
 * the elements that a page saved by a browser has there.
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
