/** Single-key commands of the page that is shown. */

import { useLayoutEffect, useRef } from 'preact/hooks'
import { keyOf } from './key-of.ts'
import { letters } from './settings.ts'

/** A command that returns false leaves the key to the browser. */
export type Keys = Readonly<Record<string, () => unknown>>

// those of an input method are no commands, as Enter that confirms a conversion; Safari's has the code 229 only
globalThis.document?.addEventListener(
  'keydown',
  (event) => (event.isComposing || event.keyCode === 229) && event.stopImmediatePropagation(),
  true,
)

/**
 * Handles keys while the component is mounted. A key is what `keyOf` says; with Ctrl, Alt or Meta it is left to
 * the browser. Keys on `window` come last: those of the page that is shown, on `document`, precede them.
 */
export function useKeys(keys: Keys, on: GlobalEventHandlers = document): void {
  const latest = useRef(keys)
  latest.current = keys
  // a layout effect: the next key may come before the next frame
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return
      if (isTyping(event.target) || isDialogOpen()) return
      // an untrusted event comes from `pressKey`: a button was clicked, and no key hit by mistake
      if (!letters.value && event.key.length === 1 && event.isTrusted) return
      const key = keyOf(event)
      const command = Object.hasOwn(latest.current, key) ? latest.current[key] : undefined
      if (command !== undefined && command() !== false) event.preventDefault()
    }
    on.addEventListener('keydown', listen)
    return () => on.removeEventListener('keydown', listen)
  }, [])
}

/** Acts as if the key had been pressed on the page that is shown. */
export function pressKey(key: string): void {
  document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select')
}

const isDialogOpen = (): boolean => document.querySelector('dialog[open]') !== null
