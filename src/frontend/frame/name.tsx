import type { ComponentChildren } from 'preact'
import { breakName, cutMiddle, splitName } from '../text/name.ts'

/** Characters shown of a name; “Copy name” on the test's page copies all of it. */
const LONGEST = 2000

/**
 * A name on one line: the path shrinks first, then the class, then the method. `fits`: there is room for all
 * of it, so that no box has to shrink, which for a screen of names saves a quarter of a frame.
 */
export function ShortName({ name, fits = false }: { name: string; fits?: boolean }) {
  const { path, owner, method } = splitName(cutMiddle(name, LONGEST))
  if (fits) {
    return (
      <span class="name is-whole" title={cutMiddle(name, LONGEST)}>
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

/** A name on as many lines as it needs, wrapped as `breakName` allows. */
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
