import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

/** If the content of an element is arranged anew, the focus goes with its link, and not to what took its place. */
export function useKeptFocus(root: RefObject<HTMLElement | null>, content: unknown): void {
  // while it renders, the document still has what was there before
  const link = document.activeElement
  const href = root.current?.contains(link) ? link?.getAttribute('href') : null
  useLayoutEffect(() => {
    if (href && document.activeElement?.getAttribute('href') !== href)
      root.current?.querySelector<HTMLElement>(`[href="${CSS.escape(href)}"]`)?.focus({ preventScroll: true })
  }, [content])
}
