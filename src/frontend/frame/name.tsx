import type { ComponentChildren } from 'preact'
import { breakName, cutMiddle, splitName } from '../text/name.ts'

/** Beyond this a name is no name any more; the whole one is in the title and behind “Copy name”. */
const LONGEST = 2000

/**
 * On one line: the path gives way first, then the class, the method last. `fits`: there is room for all of
 * it, so that no box has to give way, which for a screen of names is a quarter of a frame.
 */
export function ShortName({ name, fits = false }: { name: string; fits?: boolean }) {
  const { path, owner, method } = splitName(cutMiddle(name, LONGEST))
  if (fits) {
    return (
      <span class="name is-whole" title={name}>
        <span class="name-path">{path}</span>
        {owner + method}
      </span>
    )
  }
  return (
    <span class="name" title={cutMiddle(name, LONGEST)}>
      {path === '' ? null : <span class="name-path">{path}</span>}
      <span class="name-leaf">
        {owner === '' ? null : <span class="name-owner">{owner}</span>}
        <span class="name-method">{method}</span>
      </span>
    </span>
  )
}

/** On as many lines as it takes, broken behind `.` and `_`. */
export function WholeName({ name }: { name: string }) {
  const { path, owner, method } = splitName(cutMiddle(name, LONGEST))
  return (
    <span class="name-whole">
      {path === '' ? null : <span class="name-path">{withBreaks(path)}</span>}
      <span class="name-leaf">{withBreaks(owner + method)}</span>
    </span>
  )
}

function withBreaks(text: string): ComponentChildren[] {
  return breakName(text).flatMap((piece) => [piece, <wbr />])
}
