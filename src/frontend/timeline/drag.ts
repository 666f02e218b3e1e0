const dragged = new WeakSet<HTMLElement>()

/**
 * Calls back for the moves of a pressed pointer, and of no other, until it is released. A further finger on
 * the same element starts nothing.
 */
export function drag(
  element: HTMLElement,
  { pointerId }: PointerEvent,
  move: (to: PointerEvent) => void,
  up: (at: PointerEvent) => void = () => undefined,
): void {
  if (dragged.has(element)) return
  const over = new AbortController()
  element.setPointerCapture(pointerId)
  dragged.add(element)
  const on = (
    name: 'pointermove' | 'pointerup' | 'lostpointercapture',
    react: (event: PointerEvent) => void,
  ) => element.addEventListener(name, (event) => event.pointerId === pointerId && react(event), over)
  on('pointermove', move)
  on('pointerup', up)
  // fires after pointerup, and instead of it if the browser takes over the pointer
  on('lostpointercapture', () => {
    over.abort()
    dragged.delete(element)
  })
}
