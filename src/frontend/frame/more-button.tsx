import type { ComponentChildren, TargetedMouseEvent } from 'preact'

interface MoreButtonProps {
  readonly onClick: () => void
  readonly children: ComponentChildren
}

/** Below a list: more of it. The focus goes on with the first of what is new, for the last time the button goes. */
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
