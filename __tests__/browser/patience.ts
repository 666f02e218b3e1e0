/** For the tests of the page alone; the browser and the reports are used by scripts as well. */

import { vi } from 'vitest'

// a machine with much else to do is slow, not wrong
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000, expect: { poll: { timeout: 20_000 } } })
