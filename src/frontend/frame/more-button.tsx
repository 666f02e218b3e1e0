import type { ComponentChildren, TargetedMouseEvent } from 'preact'

interface MoreButtonProps {
  readonly onClick: () => void
  readonly children: ComponentChildren
}

/** Below a list: shows more of it. Focuses the first new link, as the button disappears once all is shown. */
export function MoreButton({ onClick, children }: MoreButtonProps) {
  const show = ({ currentTarget }: TargetedMouseEvent<HTMLButtonElement>): void => {
    const links = currentTarget.parentElement?.getElementsByTagName('a')
    const first = links?.length ?? 0
    onClick()
    requestAnimationFrame(() => links?.[first]?.focus())
  }
  return (
    <button type="button" class="button" onClick={show}>
      {children}
    </button>
  )
}
