import type { Manifest } from '../../format/report.ts'
import { nextZone, type Zone, zoneName } from '../text/time.ts'
import { switchZone, zone } from './settings.ts'

/** `starts`: microseconds, for the zone's name. */
export function Footer({ manifest, starts }: { manifest: Manifest; starts: readonly number[] }) {
  return (
    <footer class="foot">
      <span>
        Times {zone.value === 'relative' ? '' : 'in '}
        {zoneOf(starts, zone.value)}
      </span>
      <button type="button" class="link" onClick={switchZone}>
        {offerOf(nextZone(zone.value), starts)}
      </button>
      <span class="foot-by">{manifest.generator}</span>
    </footer>
  )
}

function offerOf(clock: Zone, starts: readonly number[]): string {
  if (clock === 'relative') return 'Count from the first test'
  return clock === 'utc' ? 'Show UTC' : `Show your time (${zoneOf(starts, clock)})`
}

/** Runs of summer and of winter have no name in common. */
function zoneOf(starts: readonly number[], clock: Zone): string {
  const names = [...new Set(starts.map((at) => zoneName(at, clock)))]
  return names.length > 1 ? names.join(' and ') : (names[0] ?? zoneName(0, clock))
}
