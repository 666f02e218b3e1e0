import { useKeys } from './frame/keys.ts'
import { switchTheme, switchZone } from './frame/settings.ts'
import { asked as hierarchyAsked } from './hierarchy/state.ts'
import { go, goBack, home } from './route/location.ts'
import { allTests } from './tests/view.ts'
import { wantSearch } from './tests/want-search.ts'
import { asked as timelineAsked } from './timeline/state.ts'

/** The keys of all pages. */
export const useAppKeys = (onHelp: () => void): void =>
  useKeys(
    {
      '/': wantSearch,
      '?': onHelp,
      h: () => go(home()),
      t: () => go(allTests()),
      l: () => go(timelineAsked.value),
      y: () => go(hierarchyAsked.value),
      d: switchTheme,
      z: switchZone,
      Escape: goBack,
    },
    window,
  )
