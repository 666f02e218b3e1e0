import { MANIFEST_ID, type Manifest, REPORT_VERSION } from '../../format/report.ts'
import { DataError, damaged, newer, parseVersioned } from './blocks.ts'

/** Null if the page is the template, which has no report in it. Throws a DataError. */
export function readManifest(): Manifest | null {
  const element = document.getElementById(MANIFEST_ID)
  return element === null ? null : parseManifest(element.textContent)
}

function parseManifest(text: string): Manifest {
  const fault = (cause?: unknown): DataError => damaged(MANIFEST_ID, 'The report’s contents', cause)
  const manifest = parseVersioned<Manifest>(text, fault)
  if (manifest.version > REPORT_VERSION) throw newer(`This report${writtenBy(manifest)}`, manifest.version)
  if (!Array.isArray(manifest.runs) || !Array.isArray(manifest.machines)) throw fault()
  return manifest
}

function writtenBy(manifest: Manifest): string {
  return typeof manifest.generator === 'string' ? ` (written by ${manifest.generator})` : ''
}

/** Returns a DataError as it is, and wraps any other error as a fault of the page. */
export function toDataError(error: unknown): DataError {
  if (error instanceof DataError) return error
  const text = error instanceof Error ? error.message : String(error)
  return new DataError(
    `The page failed: ${text}`,
    'Please report this fault with the report that shows it.',
    {
      cause: error,
    },
  )
}
