import { useKeys } from './frame/keys.ts'
import { switchTheme, switchZone } from './frame/settings.ts'
import { asked as hierarchyAsked } from './hierarchy/state.ts'
import { go, goBack } from './route/location.ts'
import { ALL_TESTS, HOME } from './route/route.ts'
import { wantSearch } from './tests/want-search.ts'
import { asked as timelineAsked } from './timeline/state.ts'

/** The keys of all pages. */
export const useAppKeys = (onHelp: () => void): void =>
  useKeys(
    {
      '/': wantSearch,
      '?': onHelp,
      h: () => go(HOME),
      t: () => go(ALL_TESTS),
      l: () => go(timelineAsked.value),
      y: () => go(hierarchyAsked.value),
      d: switchTheme,
      z: switchZone,
      Escape: goBack,
    },
    window,
  )
