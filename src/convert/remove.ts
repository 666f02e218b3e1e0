/** For parts that may not import `export`. */
export { removeFile, removeTree } from '../export/remove.ts'
