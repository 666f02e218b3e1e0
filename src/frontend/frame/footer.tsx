import type { Manifest } from '../../format/report.ts'
import { ZONES, type Zone, zoneName } from '../text/time.ts'
import { switchZone, zone } from './settings.ts'

export function Footer({ manifest, at }: { manifest: Manifest; at: number }) {
  const next = ZONES[(ZONES.indexOf(zone.value) + 1) % ZONES.length]
  return (
    <footer class="foot">
      <span>
        Times {zone.value === 'relative' ? '' : 'in '}
        {zoneName(at, zone.value)}
      </span>
      <button type="button" class="link" onClick={switchZone}>
        {offerOf(next, at)}
      </button>
      <span class="foot-by">{manifest.generator}</span>
    </footer>
  )
}

function offerOf(clock: Zone, at: number): string {
  if (clock === 'relative') return 'Count from the first test'
  return clock === 'utc' ? 'Show UTC' : `Show your time (${zoneName(at, clock)})`
}
