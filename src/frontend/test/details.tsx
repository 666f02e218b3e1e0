import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { DataError } from '../data/blocks.ts'
import type { Entry } from '../data/entry.ts'
import type { Reader } from '../data/logs.ts'
import { toDataError } from '../data/manifest.ts'
import { useKeys } from '../frame/keys.ts'
import { ErrorNotice, Notice } from '../frame/notice.tsx'
import { cutMiddle } from '../text/name.ts'
import { AttachmentGroup } from './attachment-group.tsx'
import { type Attachment, attachmentsOf } from './attachments.ts'
import { changeView, viewShown } from './view.ts'

/** `undefined`: still being read. `null`: not in the report. An entry may still grow. */
export type DetailsRead = Entry | DataError | null | undefined

/** Milliseconds between redraws of what has come: each of them delays reading by some 50 ms. */
const BETWEEN = 1000

/**
 * Reads details and returns them while they come; leaving the page stops the reading. `key` identifies the
 * details: `read` is only called again for another key.
 */
export function useDetails(key: string, read: (reader: Reader) => Promise<Entry | null>): DetailsRead {
  const [found, setFound] = useState<{ key: string; value: DetailsRead }>({ key, value: undefined })
  // a layout effect starts before the page is painted, which takes longer than reading the first lines
  useLayoutEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    let shown = -Infinity
    const show = (value: DetailsRead): void => {
      shown = performance.now()
      if (!signal.aborted) setFound({ key, value })
    }
    const onProgress = (entry: Entry): void => {
      if (performance.now() > shown + BETWEEN) show(entry)
    }
    void read({ signal, onProgress }).catch(toDataError).then(show)
    return () => stop.abort()
  }, [key])
  return found.key === key ? found.value : undefined
}

interface DetailsProps {
  readonly details: DetailsRead
  /** Shown if there is no output. */
  readonly none: string
  /** The test's name; empty for output outside the tests. */
  readonly test: string
  /** Placed after the tracebacks and before the logs. */
  readonly children?: ComponentChildren
  /** Called with the time of the line pointed at, in microseconds since the epoch; null: none. */
  readonly onTime?: (micros: number | null) => void
}

export function Details({ details, none, test, children, onTime }: DetailsProps) {
  useKeys({ w: () => changeView({ wrap: !viewShown().wrap }) })
  if (details instanceof DataError) {
    return (
      <>
        <ErrorNotice error={details} />
        {children}
      </>
    )
  }
  const attachments = details ? attachmentsOf(details) : []
  const traces = attachments.filter(({ trace }) => trace)
  const others = attachments.filter(({ trace }) => !trace)
  const { tab } = viewShown()
  const isViewed = ({ name }: Attachment): boolean => name === tab
  const viewed = traces.some(isViewed) || others.length === 0 ? traces : others
  const group = (of: Attachment[], label: string) =>
    of.length === 0 ? null : (
      <AttachmentGroup attachments={of} label={label} test={test} isViewed={of === viewed} onTime={onTime} />
    )
  return (
    <>
      {details?.whole && tab !== null && !attachments.some(isViewed) ? (
        <Notice title={`There is no attachment “${cutMiddle(tab, 200)}” here.`} />
      ) : null}
      {group(traces, 'Tracebacks')}
      {children}
      {group(others, 'Output')}
      {details === undefined ? (
        <p class="quiet" role="status">
          Reading the output…
        </p>
      ) : null}
      {details !== undefined && attachments.length === 0 ? <p class="quiet">{none}</p> : null}
    </>
  )
}
