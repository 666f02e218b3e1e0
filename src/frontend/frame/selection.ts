/** Where the pointer went down last. */
let start = { x: 0, y: 0 }

globalThis.document?.addEventListener('pointerdown', ({ clientX: x, clientY: y }) => (start = { x, y }), true)

/** CSS pixels that a hand moves in a mere click. */
const STILL = 3

/**
 * Whether a click is the end of selecting text in the element, and so is not meant for a link there. A click
 * on what is selected already is: the selection only ends after it.
 */
export function selectsIn(element: Element, { detail, clientX, clientY }: MouseEvent): boolean {
  // a click by keyboard has no detail, and no place
  if (detail === 0 || Math.hypot(clientX - start.x, clientY - start.y) <= STILL) return false
  const selection = getSelection()
  return selection?.isCollapsed === false && selection.containsNode(element, true)
}
