/** Stable addresses of a site: pages that redirect to the newest report of a name. */

import type { RunsFile, SiteRun } from '../../format/site.ts'
import { slugOf } from './names.ts'
import { redirectPage } from './redirect.ts'
import { isOfBranch } from './retention.ts'

/** Path from the site's root → text. */
export type Pages = ReadonlyMap<string, string>

/** Directory (`latest/unit`, `pr/7`), written as a whole → page in it → path of its report. */
type Directories = ReadonlyMap<string, ReadonlyMap<string, string>>

export const stablePages = (file: RunsFile): Pages => pagesOf(directoriesOf(file))

export interface ChangedPages {
  readonly pages: Pages
  /** The directories of `pages`, and those to be removed since they lead nowhere any more. */
  readonly directories: ReadonlySet<string>
}

/**
 * The pages of the directories in which any page changes: a site may have tens of thousands of pages, of
 * which a report changes a few. `isThere`: whether a directory exists and matches `before`.
 */
export function changedPages(
  before: RunsFile | null,
  after: RunsFile,
  isThere: (directory: string) => boolean,
): ChangedPages {
  const old: Directories = before === null ? new Map() : directoriesOf(before)
  const next = directoriesOf(after)
  const changed = [...next].filter(([name, links]) => !isThere(name) || !areEqual(links, old.get(name)))
  const gone = [...old.keys()].filter((name) => !next.has(name))
  return {
    pages: pagesOf(new Map(changed)),
    directories: new Set([...changed.map(([name]) => name), ...gone]),
  }
}

function directoriesOf({ runs, defaultBranch }: RunsFile): Directories {
  const directories = new Map<string, Map<string, string>>()
  const lead = (directory: string, page: string, { path }: SiteRun): void => {
    const links = directories.get(directory)
    if (links === undefined) directories.set(directory, new Map([[page, path]]))
    else links.set(page, path)
  }
  // the newest run is the last, and overwrites the page of earlier ones
  for (const run of runs) {
    const slug = slugOf(run.name)
    if (isOfBranch(run, defaultBranch)) lead(`latest/${slug}`, 'index.html', run)
    if (run.pull !== null) lead(`pr/${run.pull}`, `${slug}/index.html`, run)
  }
  return directories
}

function pagesOf(directories: Directories): Pages {
  const pages = new Map<string, string>()
  for (const [directory, links] of directories)
    for (const [page, to] of links) {
      const path = `${directory}/${page}`
      pages.set(path, redirectPage(`${'../'.repeat(path.split('/').length - 1)}${to}/`))
    }
  return pages
}

const areEqual = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string> = new Map()): boolean =>
  a.size === b.size && [...a].every(([page, to]) => b.get(page) === to)
