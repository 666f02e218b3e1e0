/**
 * Calls back for the moves of a pressed pointer, and of no other, until it is released. A further finger
 * starts nothing.
 */
export function drag(
  element: HTMLElement,
  { pointerId, isPrimary }: PointerEvent,
  move: (to: PointerEvent) => void,
  up: (at: PointerEvent) => void = () => undefined,
): void {
  if (!isPrimary) return
  const over = new AbortController()
  element.setPointerCapture(pointerId)
  const on = (
    name: 'pointermove' | 'pointerup' | 'lostpointercapture',
    react: (event: PointerEvent) => void,
  ) => element.addEventListener(name, (event) => event.pointerId === pointerId && react(event), over)
  on('pointermove', move)
  on('pointerup', up)
  // fires after pointerup, and instead of it if the browser takes over the pointer
  on('lostpointercapture', () => over.abort())
}
