import { refuseStale } from '../../scripts/built-from.ts'

/** Called by vitest before the first file: the engine of `dist/` is what the sources of almost all tests run. */
export const setup = (): void => refuseStale('engine')
