/** Fonts of the text in pictures, which cannot refer to those of styles/tokens.css. `density`: see density.ts. */

const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif'
const MONO = 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace'

export const sansFont = (density: number): string => `${11 * density}px ${SANS}`
export const monoFont = (density: number): string => `${11 * density}px ${MONO}`
