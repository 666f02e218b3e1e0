/**
 * The page's script. It stands before the data and only prepares; START_SCRIPT, behind the blocks that
 * the first view needs, starts it while the parser still reads the others, and behind others lets it
 * look for those.
 */

import { App } from './app.tsx'
import { lookAgain } from './data/blocks.ts'
import { opening, openReport } from './data/report.ts'
import { watchDensity } from './frame/density.ts'
import { mount } from './frame/mount.ts'
import { applySettings } from './frame/settings.ts'
import { watchLocation } from './route/location.ts'
import { isThread, serve } from './search/thread.ts'
import './styles/index.css'

declare global {
  interface Window {
    stackviz: { start: () => void }
  }
}

let started = false

function start(): void {
  lookAgain()
  if (started) return
  started = true
  watchLocation()
  void openReport()
}

function openPage(): void {
  window.stackviz = { start }
  applySettings()
  watchDensity()
  // the template has no data and so no start script, and a file cut off in its tests has none either
  document.addEventListener('DOMContentLoaded', start)
  mount(() => opening.value.state === 'reading', App)
}

if (isThread) serve()
else openPage()
