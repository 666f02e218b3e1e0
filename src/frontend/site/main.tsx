/** The script of a site's index. */

import { effect } from '@preact/signals'
import { render } from 'preact'
import { applySettings } from '../frame/settings.ts'
import { App } from './app.tsx'
import { watchLocation } from './location.ts'
import { markFrame } from './mark.ts'
import { opening, openSite } from './site.ts'
import '../styles/site.css'

// the page tells by it that its script has come
Object.assign(window, { stackviz: { start: () => {} } })
applySettings()
watchLocation()
void openSite()
const root = document.getElementById('app')
effect(() => {
  if (root === null || opening.value.state === 'reading' || root.dataset['shown'] !== undefined) return
  root.dataset['shown'] = ''
  root.textContent = '' // the shell's words
  render(<App />, root)
  markFrame('index')
})
