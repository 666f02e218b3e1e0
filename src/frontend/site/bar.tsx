import type { RunsFile } from '../../format/site.ts'
import { switchTheme, theme } from '../frame/settings.ts'
import { cutMiddle } from '../text/name.ts'
import { repositoryUrl } from './links.ts'

export function Bar({ site }: { site: RunsFile }) {
  const other = theme.value === 'dark' ? 'light' : 'dark'
  const url = repositoryUrl(site)
  const name = cutMiddle(site.repository, 100)
  return (
    <header class="bar">
      <a class="to-content" href={location.hash} onClick={toContent}>
        Skip to content
      </a>
      <a class="bar-verdict" href="#/">
        Test reports
      </a>
      <p class="bar-facts">{url === null ? name : <a href={url}>{name}</a>}</p>
      <div class="bar-tools">
        <button
          type="button"
          class="tool"
          aria-label={`Switch to the ${other} theme`}
          title={`Switch to the ${other} theme ( d )`}
          onClick={switchTheme}
        >
          <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z" />
            <path class="solid" d="M8 2a6 6 0 0 1 0 12Z" />
          </svg>
        </button>
      </div>
    </header>
  )
}

function toContent(event: Event): void {
  event.preventDefault() // the hash is the page's own
  document.querySelector<HTMLElement>('main')?.focus()
}
