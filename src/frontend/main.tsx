/**
 * The page's script. It stands before the data and only prepares; START_SCRIPT, behind the blocks that
 * the first view needs, starts it while the parser still reads the others, and behind others lets it
 * look for those.
 */

import { effect } from '@preact/signals'
import { render } from 'preact'
import { App } from './app.tsx'
import { lookAgain } from './data/blocks.ts'
import { opening, openReport } from './data/report.ts'
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
  // the template has no data and so no start script, and a file cut off in its tests has none either
  document.addEventListener('DOMContentLoaded', start)
  const root = document.getElementById('app')
  effect(() => {
    if (root === null || opening.value.state === 'reading' || root.dataset['shown'] !== undefined) return
    root.dataset['shown'] = ''
    root.textContent = '' // the shell's words
    render(<App />, root)
  })
}

if (isThread) serve()
else openPage()
