import type { Manifest } from '../../format/report.ts'
import { nextZone, type Zone, zoneOf } from '../text/time.ts'
import { switchZone, zone } from './settings.ts'

/** `ends`: when the runs began and ended, in microseconds since the epoch, for the zone's name. */
export function Footer({ manifest, ends }: { manifest: Manifest; ends: readonly number[] }) {
  return (
    <footer class="foot">
      {ends.length === 0 ? null : (
        <>
          <span>
            Times {zone.value === 'relative' ? '' : 'in '}
            {zoneOf(ends, zone.value)}
          </span>
          <button type="button" class="link" onClick={switchZone}>
            {offerOf(nextZone(zone.value), ends)}
          </button>
        </>
      )}
      <span class="foot-by">{manifest.generator}</span>
    </footer>
  )
}

function offerOf(clock: Zone, ends: readonly number[]): string {
  if (clock === 'relative') return 'Count from the first test'
  return clock === 'utc' ? 'Show UTC' : `Show your time (${zoneOf(ends, clock)})`
}
