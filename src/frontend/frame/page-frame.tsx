import type { ComponentChildren } from 'preact'
import { useErrorBoundary } from 'preact/hooks'
import { toDataError } from '../data/manifest.ts'
import { cutMiddle } from '../text/name.ts'
import { ErrorNotice, Notice } from './notice.tsx'

/** The page, or what went wrong when it was rendered. */
export function PageFrame({ children }: { children: ComponentChildren }) {
  const [fault] = useErrorBoundary()
  if (fault === undefined) return children
  return (
    <main class="page" tabIndex={-1}>
      <ErrorNotice error={toDataError(fault)} />
    </main>
  )
}

interface NoSuchPageProps {
  readonly title: string
  /** The part of the URL that names no page. */
  readonly hash: string
  /** Where the link to the first page leads, and what it says. */
  readonly to: string
  readonly home: string
}

export function NoSuchPage({ title, hash, to, home }: NoSuchPageProps) {
  return (
    <main class="page" tabIndex={-1}>
      <h1 class="unseen">No such page</h1>
      <Notice title={title}>
        <p class="mono whole">{cutMiddle(hash, 300)}</p>
        <p>
          <a href={to}>{home}</a>
        </p>
      </Notice>
    </main>
  )
}
