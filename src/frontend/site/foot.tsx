import type { RunsFile } from '../../format/site.ts'
import { switchZone, zone } from '../frame/settings.ts'
import { plural } from '../text/number.ts'
import { zoneName } from '../text/time.ts'
import { clock } from './when.tsx'

export function Foot({ site }: { site: RunsFile }) {
  const now = Date.now() * 1000
  return (
    <footer class="foot">
      <span>Times in {zoneName(now, clock())}</span>
      {zoneName(now, 'local') === 'UTC' ? null : (
        <button type="button" class="link" onClick={switchClock}>
          {clock() === 'utc' ? `Show your time (${zoneName(now, 'local')})` : 'Show UTC'}
        </button>
      )}
      <span class="foot-by">
        {plural(site.runs.length, 'report')} · <kbd>/</kbd> search · <kbd>h</kbd> all · <kbd>d</kbd> theme
      </span>
    </footer>
  )
}

/** Past the clock that starts with the tests, which is a report's. */
function switchClock(): void {
  switchZone()
  if (zone.value === 'relative') switchZone()
}
