import type { OutputFile } from './output-file.ts'
import { rawFields } from './raw.ts'
import type { RunTable } from './run-table.ts'

const NONE = -1
const ROOT = 0

/**
 * The names of a run as a tree of their `.`-separated parts. Nodes are columns: a million leaves as
 * objects with maps of children would take hundreds of bytes each.
 */
export class NameTree {
  private readonly parts: string[] = ['all']
  private readonly firstChild: number[] = [NONE]
  private readonly lastChild: number[] = [NONE]
  private readonly nextSibling: number[] = [NONE]
  /** The last test that has the node's path for its name. */
  private readonly tests: number[] = [NONE]
  /** Node by its parent's number and its part. */
  private readonly children = new Map<string, number>()
  /** Node by path, for paths of classes: most tests stand beside another of their class. */
  private readonly classes = new Map<string, number>()

  /** Says that the n-th test has that name. */
  add(name: string, n: number): void {
    const dot = name.lastIndexOf('.')
    const parent = dot < 0 ? ROOT : this.classNode(name.slice(0, dot))
    this.tests[this.child(parent, name.slice(dot + 1))] = n
  }

  /** The tree as JSON: one root, the first part where all names share it, otherwise `all`. */
  write(out: OutputFile, table: RunTable): void {
    const first = this.firstChild[ROOT]
    const root = first !== NONE && this.nextSibling[first] === NONE ? first : ROOT
    // by hand, not by recursion: a name may have any number of parts
    let node = root
    const above: number[] = []
    for (;;) {
      this.writeFields(out, table, node)
      const child = this.firstChild[node]
      if (child !== NONE) {
        out.text(',"children":[')
        above.push(node)
        node = child
        continue
      }
      out.text('}')
      while (node !== root && this.nextSibling[node] === NONE) {
        node = above.pop() ?? root
        out.text(']}')
      }
      if (node === root) return
      out.text(',')
      node = this.nextSibling[node]
    }
  }

  private writeFields(out: OutputFile, table: RunTable, node: number): void {
    out.text(`{"name":${JSON.stringify(this.parts[node])}`)
    const n = this.tests[node]
    if (n === NONE) return
    const fields = rawFields(table.status(n), table.tags(n), table.start(n), table.end(n))
    out.text(`,${fields},"name_full":${JSON.stringify(table.names[n])}`)
  }

  private classNode(path: string): number {
    const known = this.classes.get(path)
    if (known !== undefined) return known
    const node = path.split('.').reduce((parent, part) => this.child(parent, part), ROOT)
    this.classes.set(path, node)
    return node
  }

  private child(parent: number, part: string): number {
    const key = `${parent}.${part}`
    const known = this.children.get(key)
    if (known !== undefined) return known
    const node = this.parts.push(part) - 1
    this.firstChild.push(NONE)
    this.lastChild.push(NONE)
    this.nextSibling.push(NONE)
    this.tests.push(NONE)
    if (this.firstChild[parent] === NONE) this.firstChild[parent] = node
    else this.nextSibling[this.lastChild[parent]] = node
    this.lastChild[parent] = node
    this.children.set(key, node)
    return node
  }
}
