import { effect } from '@preact/signals'
import { type ComponentType, h, render } from 'preact'

/** Puts the app in the place of the shell's words, once; `isReading`: there is nothing to show yet. */
export function mount(isReading: () => boolean, App: ComponentType, then?: () => void): void {
  const root = document.getElementById('app')
  effect(() => {
    if (root === null || isReading() || root.dataset['shown'] !== undefined) return
    root.dataset['shown'] = ''
    root.textContent = '' // the shell's words
    render(h(App, {}), root)
    then?.()
  })
}
