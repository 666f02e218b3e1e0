import { join } from 'node:path'

/** The built page. `entry`: the program's directory, `src/<part>` or `dist/<part>`, equally deep. */
export const builtPage = (entry: string): string => join(entry, '../../dist/frontend/index.html')
