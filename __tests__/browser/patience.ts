/** Only for tests of the page: browser.ts and page.ts are used by scripts as well. */

import { vi } from 'vitest'

// a busy machine is slow, not wrong
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000, expect: { poll: { timeout: 20_000 } } })
