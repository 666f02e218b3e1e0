/** The script of a site's index. */

import { mount } from '../frame/mount.ts'
import { applySettings } from '../frame/settings.ts'
import { App } from './app.tsx'
import { watchLocation } from './location.ts'
import { markFrame } from './mark.ts'
import { opening, openSite } from './site.ts'
import '../styles/site.css'

applySettings()
watchLocation()
void openSite()
mount(
  () => opening.value.state === 'reading',
  App,
  () => markFrame('index'),
)
