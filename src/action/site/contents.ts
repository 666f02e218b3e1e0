/** A site's files that are on disk: a report's directory, the app, the index page. */

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { RESULTS_FILE } from '../../format/file-names.ts'
import { columnsFile, detailsFile, type SiteRun } from '../../format/site.ts'
import { ownFileSize } from '../own-file.ts'

/** A report in the form of a published site, and the app that shows it. */
export interface PublishedReport {
  /** Holds `index.html`, columns and details. */
  readonly directory: string
  /** Number of test runs. */
  readonly runs: number
  /** Path of `results.json`. */
  readonly results: string
  /** The directory of the app's files. */
  readonly app: string
  readonly appVersion: string
  /** Path of the site's index page. */
  readonly indexPage: string
}

export interface SiteFile {
  /** Path below its target directory, with `/`. */
  readonly name: string
  readonly path: string
  readonly size: number
}

export interface Contents {
  readonly run: readonly SiteFile[]
  readonly app: readonly SiteFile[]
  readonly appVersion: string
  /** The text of the site's index page. */
  readonly index: string
}

/** Takes this report's files only: `output` may still hold an earlier step's report of more runs. */
export function readContents(report: PublishedReport): Contents {
  const ofRuns = Array.from({ length: report.runs }, (_, n) => [columnsFile(n), detailsFile(n)]).flat()
  const files = [...ofRuns, 'index.html'].map((name) => fileAt(name, join(report.directory, name)))
  return {
    run: [...files, fileAt(RESULTS_FILE, report.results)],
    app: filesBelow(report.app).filter(({ name }) => name !== 'version'),
    appVersion: report.appVersion,
    index: readFileSync(report.indexPage, 'utf8'),
  }
}

export const sizeOf = (files: readonly Pick<SiteFile, 'size'>[]): number =>
  files.reduce((sum, { size }) => sum + size, 0)

/** The fields of a SiteRun that follow from the report's files. */
export const measured = ({ run, appVersion }: Contents): Pick<SiteRun, 'columns' | 'size' | 'app'> => ({
  columns: run.filter(({ name }) => name.startsWith('columns-')).length,
  size: sizeOf(run),
  app: appVersion,
})

function filesBelow(directory: string): SiteFile[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => fileAt(relative(directory, path).split(sep).join('/'), path))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

const fileAt = (name: string, path: string): SiteFile => ({ name, path, size: ownFileSize(path) })
