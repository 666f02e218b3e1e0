import { NO_FIREFOX, openFirefox } from './firefox.ts'
import { NO_WEBKIT, openWebKit } from './webkit.ts'

/** `without`: why the browser is missing; null if it is there. */
export const ENGINES = [
  { name: 'Firefox', without: NO_FIREFOX, start: openFirefox },
  { name: 'WebKit', without: NO_WEBKIT, start: openWebKit },
]

for (const { name, without } of ENGINES)
  if (without !== null) console.warn(`${without}: the page's tests in ${name} are skipped`)
