/**
 * The tree of modules over classes, built from the classes' names alone; a node is a number. Built in the
 * search thread, which has the names, before it is needed.
 *
 *     a.b.TestC. ┐      0 all ─ 1 a. ─ 2 b. ┬ 3 TestC.
 *     a.b.TestD. ┘                          └ 4 TestD.
 */

export interface ClassTree {
  /** Node n's children are the nodes from firstChild[n] to before firstChild[n + 1], all after n. */
  readonly firstChild: Uint32Array<ArrayBuffer>
  /** Node → a class at or below it, numbered across all runs: its name begins with the node's path. */
  readonly below: Uint32Array<ArrayBuffer>
  /** Node → length of its path. */
  readonly length: Uint32Array<ArrayBuffer>
  /** For each run: class → node. */
  readonly places: readonly Uint32Array<ArrayBuffer>[]
}

/** What may end a piece of a name. */
export const SEPARATORS = ['.', '/', '::']

/** A piece and its separator, as in SEPARATORS. The dot of a file's name, as in `a.py::`, is not one. */
const PIECE = /(?:[^./:]|\.(?=[a-z]{1,4}::)|:(?!:))+(?:\.|\/|::)?|[./:]+/y

/** Whether a class belongs to the node of this path, or to one below it. */
export function isBelow(name: string, path: string): boolean {
  PIECE.lastIndex = 0
  // a path is also where a longer piece begins, as `a.` is of `a.py::`
  while (PIECE.lastIndex < path.length && PIECE.test(name));
  return PIECE.lastIndex === path.length && name.startsWith(path)
}

/** `runs`: the class names of each run. */
export function buildClassTree(runs: readonly (readonly string[])[]): ClassTree {
  // per node, in the order of discovery
  const [below, length] = [[0], [0]]
  /** Node → its children by name: a Map, because a module may have thousands. */
  const known: Map<string, number>[] = []
  function reach(name: string, number: number): number {
    let at = 0
    for (let from = (PIECE.lastIndex = 0); PIECE.test(name); from = PIECE.lastIndex) {
      const piece = name.slice(from, PIECE.lastIndex)
      const children = (known[at] ??= new Map<string, number>())
      let next = children.get(piece)
      if (next === undefined) {
        next = below.push(number) - 1
        length.push(PIECE.lastIndex)
        children.set(piece, next)
      }
      at = next
    }
    return at
  }
  let classes = 0
  const found = runs.map((names) => names.map((name) => reach(name, classes++)))
  // renumber the nodes breadth first, so that the children of each are consecutive
  const order = [0]
  const firstChild = [1]
  const placeOf = new Uint32Array(below.length)
  for (const one of order) {
    for (const child of known[one]?.values() ?? []) placeOf[child] = order.push(child) - 1
    firstChild.push(order.length)
  }
  return {
    firstChild: Uint32Array.from(firstChild),
    below: Uint32Array.from(order, (one) => below[one]),
    length: Uint32Array.from(order, (one) => length[one]),
    places: found.map((of) => Uint32Array.from(of, (one) => placeOf[one])),
  }
}
