/** The version in package.json; a test compares them. */
export const VERSION = '0.1.0'

/** The generator that exported pages name. */
export const GENERATOR = `stackviz-action ${VERSION}`
