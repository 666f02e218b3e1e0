/** Where the pointer went down last. */
let start = { x: 0, y: 0 }

globalThis.document?.addEventListener('pointerdown', ({ clientX: x, clientY: y }) => (start = { x, y }), true)

/** CSS pixels: a hand moves that far in a mere click. */
export const STILL = 3
/** And that far in none. */
const FAR = 12

/**
 * Whether a click is the end of selecting text in the element, and so is not meant for a link there. A click
 * on what is selected already is: the selection only ends after it.
 */
export function selectsIn(element: Element, { detail, clientX, clientY }: MouseEvent): boolean {
  // a click by keyboard has no detail, and no place
  if (detail === 0) return false
  const moved = Math.hypot(clientX - start.x, clientY - start.y)
  const selection = getSelection()
  return (
    moved > FAR ||
    (moved > STILL && selection?.isCollapsed === false && selection.containsNode(element, true))
  )
}

/** A name that does not fit is in several boxes, between which browsers copy line ends. */
globalThis.document?.addEventListener('copy', (event) => {
  const selection = getSelection()
  if (event.defaultPrevented || selection === null || selection.isCollapsed) return
  const selected = selection.toString()
  let text = selected
  for (const name of document.querySelectorAll('.name')) {
    if (text.includes('\n') && selection.containsNode(name, true)) text = joined(text, name)
  }
  if (text === selected) return
  event.clipboardData?.setData('text/plain', text)
  event.preventDefault()
})

/** Letters before and behind a line end by which it is known to be within a name. */
const KNOWN = 8

function joined(text: string, name: Element): string {
  const walker = document.createTreeWalker(name, NodeFilter.SHOW_TEXT)
  let all = text
  let last = ''
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const piece = node.nodeValue ?? ''
    const [before, behind] = [last.slice(-KNOWN), piece.slice(0, KNOWN)]
    if (before !== '' && behind !== '') all = all.replaceAll(`${before}\n${behind}`, before + behind)
    last = piece
  }
  return all
}
