/** Lets keyboard users skip the top bar. */
export function SkipLink() {
  return (
    <a class="to-content" href={location.hash} onClick={toContent}>
      Skip to content
    </a>
  )
}

function toContent(event: Event): void {
  event.preventDefault() // the hash is the page's route
  focusContent()
}

/** Focuses `place` (a selector), else the heading: screen readers announce nothing for a focused `main`. */
export function focusContent(place = ''): void {
  const find = (selector: string) => document.querySelector<HTMLElement>(selector)
  const known = place === '' ? null : find(place)
  const content = known ?? find('main h1') ?? find('main')
  if (known === null) content?.setAttribute('tabindex', '-1')
  content?.focus({ preventScroll: true })
}
