import type { RunsFile } from '../../format/site.ts'
import { plural } from '../../words/number.ts'
import { letters, setZone, switchLetters } from '../frame/settings.ts'
import { zoneOf } from '../text/time.ts'
import { publishedAt } from './site.ts'
import { clock } from './when.tsx'

export function Foot({ site }: { site: RunsFile }) {
  const times = site.runs.map(publishedAt)
  const local = zoneOf(times, 'local')
  return (
    <footer class="foot">
      <span>Times in {zoneOf(times, clock())}</span>
      {local === 'UTC' ? null : (
        <button type="button" class="link" onClick={() => setZone(clock() === 'utc' ? 'local' : 'utc')}>
          {clock() === 'utc' ? `Show your time (${local})` : 'Show UTC'}
        </button>
      )}
      <button type="button" class="link" onClick={switchLetters}>
        {letters.value ? 'Turn shortcuts off' : 'Turn shortcuts on'}
      </button>
      <span class="foot-by">
        {plural(site.runs.length, 'report')}
        {letters.value ? (
          <>
            {' '}
            · <kbd>/</kbd> search · <kbd>h</kbd> all · <kbd>d</kbd> theme
          </>
        ) : null}
      </span>
    </footer>
  )
}
