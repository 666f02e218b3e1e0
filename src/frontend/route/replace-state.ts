/** `history.replaceState`, which may throw: in a sandbox, or where a browser is asked too often. */
export function replaceState(state: object, to?: string): void {
  try {
    history.replaceState(state, '', to)
  } catch {
    if (to !== undefined) location.replace(to)
  }
}
