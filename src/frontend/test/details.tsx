import { useEffect, useMemo, useState } from 'preact/hooks'
import type { TestDetails } from '../../format/exported.ts'
import { DataError } from '../data/blocks.ts'
import { toDataError } from '../data/manifest.ts'
import { useKeys } from '../frame/keys.ts'
import { ErrorNotice } from '../frame/notice.tsx'
import { refine, route } from '../route/location.ts'
import { plural } from '../text/number.ts'
import { AttachmentSection } from './attachment.tsx'
import { attachmentsOf } from './attachments.ts'

/** `undefined`: being read. `null`: the report holds none. */
export type DetailsRead = TestDetails | DataError | null | undefined

/** `key` says whose details `read` reads: the same key, the same details. */
export function useDetails(key: string, read: () => Promise<TestDetails | null>): DetailsRead {
  const [found, setFound] = useState<{ key: string; value: DetailsRead }>({ key, value: undefined })
  useEffect(() => {
    let wanted = true
    void read()
      .catch(toDataError)
      .then((value) => wanted && setFound({ key, value }))
    return () => {
      wanted = false
    }
  }, [key])
  return found.key === key ? found.value : undefined
}

/** Attachments shown at once; a test may have ten thousand. */
const SHOWN = 50

export function Details({ details, none }: { details: DetailsRead; none: string }) {
  const [shown, setShown] = useState(SHOWN)
  const attachments = useMemo(
    () =>
      details === undefined || details === null || details instanceof DataError ? [] : attachmentsOf(details),
    [details],
  )
  useKeys({ w: toggleWrap })
  if (details === undefined) return <Reading />
  if (details instanceof DataError) return <ErrorNotice error={details} />
  if (attachments.length === 0) return <p class="quiet">{none}</p>
  const at = route.value
  const wrap = 'wrap' in at && at.wrap
  return (
    <>
      {attachments.slice(0, shown).map((attachment, i) => (
        <AttachmentSection key={i} attachment={attachment} wrap={wrap} onWrap={toggleWrap} />
      ))}
      {attachments.length > shown ? (
        <button type="button" class="button" onClick={() => setShown(shown + SHOWN)}>
          Show more of the {plural(attachments.length, 'attachment')}
        </button>
      ) : null}
    </>
  )
}

function Reading() {
  return (
    <p class="quiet" role="status">
      Reading the output…
    </p>
  )
}

function toggleWrap(): void {
  const at = route.value
  if (at.page === 'test' || at.page === 'output') refine({ ...at, wrap: !at.wrap })
}
