/** Questions about paths, as text: nothing is looked up. */

import { sep } from 'node:path'

/** Also if it is the root itself. */
export const isBelow = (path: string, root: string): boolean =>
  path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)

export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
