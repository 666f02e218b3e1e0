import { join } from 'node:path'

/** Path of the built page. `entry`: directory of the program, `src/<part>` or `dist/<part>`. */
export const builtPage = (entry: string): string => join(entry, '../../dist/frontend/index.html')
