import type { RunsFile } from '../../format/site.ts'
import { SkipLink } from '../frame/skip-link.tsx'
import { ThemeButton } from '../frame/theme-button.tsx'
import { cutMiddle } from '../text/name.ts'
import { repositoryUrl } from './links.ts'

export function Bar({ site }: { site: RunsFile }) {
  const url = repositoryUrl(site)
  const name = cutMiddle(site.repository, 100)
  return (
    <header class="bar">
      <SkipLink />
      <a class="bar-verdict" href="#/">
        Test reports
      </a>
      <p class="bar-facts">{url === null ? name : <a href={url}>{name}</a>}</p>
      <div class="bar-tools">
        <ThemeButton />
      </div>
    </header>
  )
}
