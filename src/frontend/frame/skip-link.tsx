/** For the keyboard: past the bar. */
export function SkipLink() {
  return (
    <a class="to-content" href={location.hash} onClick={toContent}>
      Skip to content
    </a>
  )
}

function toContent(event: Event): void {
  event.preventDefault() // the hash is the page's own
  document.querySelector<HTMLElement>('main')?.focus()
}
