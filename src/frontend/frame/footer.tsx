import type { Manifest } from '../../format/report.ts'
import { zoneName } from '../text/time.ts'
import { switchZone, zone } from './settings.ts'

export function Footer({ manifest, at }: { manifest: Manifest; at: number }) {
  const shown = zoneName(at, zone.value)
  const other = zoneName(at, zone.value === 'utc' ? 'local' : 'utc')
  return (
    <footer class="foot">
      <span>Times in {shown}</span>
      {other !== shown && (
        <button type="button" class="link" onClick={switchZone}>
          {zone.value === 'utc' ? `Show your time (${other})` : 'Show UTC'}
        </button>
      )}
      <span class="foot-by">{manifest.generator}</span>
    </footer>
  )
}
