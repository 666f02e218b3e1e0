import type { TargetedMouseEvent } from 'preact'
import { formatCount } from '../../words/number.ts'

interface MoreButtonProps {
  /** Length of the list, and how much of it is shown. */
  readonly all: number
  readonly shown: number
  /** How much a click adds. */
  readonly by: number
  readonly onShow: (shown: number) => void
}

/**
 * Below a list of which not all is shown: shows more. Focuses the first new link, as the button disappears once all
 * is shown.
 */
export function MoreButton({ all, shown, by, onShow }: MoreButtonProps) {
  if (all <= shown) return null
  const show = ({ currentTarget }: TargetedMouseEvent<HTMLButtonElement>): void => {
    const list = currentTarget.parentElement
    const links = () => list?.querySelectorAll<HTMLElement>('a, li button')
    const first = links()?.length ?? 0
    onShow(shown + by)
    requestAnimationFrame(() => links()?.[first]?.focus())
  }
  return (
    <>
      <button type="button" class="button" onClick={show}>
        Show {formatCount(Math.min(by, all - shown))} more of {formatCount(all)}
      </button>
      <p class="on-paper">and {formatCount(all - shown)} more</p>
    </>
  )
}
