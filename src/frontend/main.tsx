/**
 * The page's script. It comes before the data and only prepares. The first START_SCRIPT, after the blocks
 * that the first view needs, starts the page while the parser still reads the others; the later ones make
 * it look for more blocks.
 */

import { App } from './app.tsx'
import { lookAgain } from './data/blocks.ts'
import { opening, openReport } from './data/report.ts'
import { watchDensity, watchFontSize } from './frame/density.ts'
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
  watchFontSize()
  // the template has no data and so no START_SCRIPT, nor has a file that is cut off in its tests
  document.addEventListener('DOMContentLoaded', start)
  mount(() => opening.value.state === 'reading', App)
}

if (isThread) serve()
else openPage()
