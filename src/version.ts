/** The version in package.json; a test compares them. */
export const VERSION = '0.1.0'

/** What the exported page says that it was made by. */
export const GENERATOR = `stackviz-action ${VERSION}`
