/** Has the host overwrite secrets in names, tags and types, before anything is made of them. */

import { hide } from '../host'

/** Set by the host once the stream contains one: hardly any does. */
let isHiding = false

export function setHiding(on: bool): void {
  isHiding = on
}

/** Overwrites secrets in the window's bytes, whose length stays. */
export function hideSecrets(bytes: usize, length: u32): void {
  if (isHiding) hide(bytes, length)
}
