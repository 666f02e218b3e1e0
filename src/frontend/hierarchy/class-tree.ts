/**
 * Modules over classes, from the names of the classes alone; a node is a number. The work of the search
 * thread, which has the names: done before it is wanted.
 *
 *     a.b.TestC. ┐      0 all ─ 1 a. ─ 2 b. ┬ 3 TestC.
 *     a.b.TestD. ┘                          └ 4 TestD.
 */

export interface ClassTree {
  /** Node n's children are the nodes from firstChild[n] to before firstChild[n + 1], all after n. */
  readonly firstChild: Uint32Array<ArrayBuffer>
  /** Node → a class at it or below it, counted through all runs: the node's path is where its name begins. */
  readonly below: Uint32Array<ArrayBuffer>
  /** Node → how long its path is. */
  readonly length: Uint32Array<ArrayBuffer>
  /** Of each run, class → node. */
  readonly places: readonly Uint32Array<ArrayBuffer>[]
}

/** Pieces with their separators: behind `.`, `/`, `::`; the dot of a file's name, as in `a.py::`, is none. */
const PIECE = /(?:[^./:]|\.(?=[a-z]{1,4}::)|:(?!:))+(?:\.|\/|::)?|[./:]+/y

/** `runs`: the classes of each. */
export function buildClassTree(runs: readonly (readonly string[])[]): ClassTree {
  // in the order in which they are found
  const [below, length] = [[0], [0]]
  /** Node → its children by their names, for a module may have thousands of them. */
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
  // children together
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
