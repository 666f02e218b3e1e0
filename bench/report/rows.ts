/** The benchmarks of the report. */

import { charts } from './charts.ts'
import { frames } from './frames.ts'
import { log } from './log.ts'
import { memory } from './memory.ts'
import { open, paint } from './open.ts'
import type { Row } from './row.ts'
import { keys } from './search.ts'
import { site } from './site.ts'
import { app, wire } from './sizes.ts'
import { icicle, table } from './views.ts'

export const ROWS: Readonly<Record<string, Row>> = {
  app,
  wire,
  open,
  paint,
  frames,
  charts,
  keys,
  table,
  icicle,
  memory,
  log,
  site,
}
