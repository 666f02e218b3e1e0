import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { breakName, cutMiddle, splitName } from '../text/name.ts'

/** Characters shown of a name; “Copy name” on the test's page copies all of it. */
const LONGEST = 2000

/** Characters kept of a method's end, which tells tests apart whose names begin alike. */
const END = 12
/** Characters of a method that are cut at its end, if at all: there would be nothing to cut in the middle. */
const SHORT = 2 * END

/** Paper has room for whole names, which wrap there as they do elsewhere; elements for that would make tables slower. */
const isPrinting = signal(false)
addEventListener('beforeprint', () => (isPrinting.value = true))
addEventListener('afterprint', () => (isPrinting.value = false))

interface ShortNameProps {
  readonly name: string
  /** Whether there is room for all of it: then no box has to shrink, which saves a quarter of a frame. */
  readonly fits?: boolean
  /** How many letters fit, if that is known: a method that is longer is cut in its middle. */
  readonly letters?: number
}

/** A name on one line: the path shrinks first, then the class, each until it says nothing, then the method. */
export function ShortName({ name, fits = false, letters = SHORT }: ShortNameProps) {
  if (isPrinting.value) return <WholeName name={name} />
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
        {method.length > letters ? twoParts(method) : <span class="name-method">{method}</span>}
      </span>
    </span>
  )
}

/** The first part shrinks. Not for every method: the browser's own search finds nothing across parts. */
const twoParts = (method: string): ComponentChildren => (
  <span class="name-method is-long">
    <span>{method.slice(0, -END)}</span>
    <span>{method.slice(-END)}</span>
  </span>
)

/** A name on as many lines as it needs. */
export function WholeName({ name }: { name: string }) {
  const { path, owner, method } = splitName(cutMiddle(name, LONGEST))
  return (
    <span class="name-whole">
      {path === '' ? null : <span class="name-path">{withBreaks(path)}</span>}
      <span class="name-leaf">{withBreaks(owner + method)}</span>
    </span>
  )
}

/** A text that wraps as `breakName` allows. */
export function withBreaks(text: string): ComponentChildren[] {
  return breakName(text).flatMap((piece) => [piece, <wbr aria-hidden="true" />])
}
