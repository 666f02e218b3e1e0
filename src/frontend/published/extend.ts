/** Must run before the report is opened. Has no effect in the search thread, which runs the same script. */

import { columnsFile } from '../../format/site.ts'
import { type ColumnsFile, readColumnsFile } from '../data/columns-file.ts'
import { readColumnsFrom } from '../data/report.ts'
import { extension } from '../frame/extension.ts'
import { Changed, Ways } from './more.tsx'

const files = new Map<number, ColumnsFile>()

/** Both parts of a run come from one request. */
function fileOf(run: number): ColumnsFile {
  const file = files.get(run) ?? readColumnsFile(columnsFile(run))
  files.set(run, file)
  return file
}

readColumnsFrom({
  drawn: (run) => fileOf(run).drawn,
  names: (run) => {
    const { names } = fileOf(run)
    files.delete(run)
    return names
  },
})

Object.assign(extension, { Ways, Changed })
