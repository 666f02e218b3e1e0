/**
 * Parses a traceback line by line: Python's own, with exception groups and chains, and pytest's. No character
 * is lost: the lines joined are the text.
 *
 *       + Exception Group Traceback (most recent call last):        head
 *       |   File "a.py", line 1, in f                               frame
 *       |     g()                                                   source
 *       | ExceptionGroup: two (2 sub-exceptions)                    error
 *       +-+---------------- 1 ----------------                      rule
 *
 *     >       assert total == 3                                     current
 *     E       assert 4 == 3                                         error
 *
 *     tests/test_a.py:12: AssertionError                            frame
 */

type LineKind = 'head' | 'frame' | 'source' | 'caret' | 'error' | 'chain' | 'rule' | 'current' | 'text'

interface Place {
  readonly path: string
  readonly from: number
  readonly to: number
}

export interface TraceLine {
  readonly kind: LineKind
  /** Including the line end. */
  readonly text: string
  /** Of a frame: its path, and the range of that in the text; the line number follows it. */
  readonly place?: Place
  readonly library?: boolean
}

const CHAINED =
  /^(?:The above exception was the direct cause of|During handling of the above exception, another)/
/** Characters of a line that tell its kind. */
const MOST_READ = 4096

/** `test`: the test's name; its first part is the project's package, no library even if installed. */
export function parseTrace(text: string, test: string): TraceLine[] {
  const project = /^[A-Za-z_]\w*/.exec(test)?.[0] ?? ''
  const reader = new LineReader(project)
  return linesOf(text).map((line) => reader.read(line))
}

class LineReader {
  private readonly project: string
  /** The meaning of a line depends on those above: frames of a traceback, or the message of an error. */
  private within: 'text' | 'frames' | 'error' = 'text'
  /** Lines of an exception group begin with `|`. */
  private margin = false

  constructor(project: string) {
    this.project = project
  }

  read(line: string): TraceLine {
    const kind = this.kindOf(line.slice(0, MOST_READ).trimEnd())
    const place = kind === 'frame' ? placeOf(line) : null
    if (place === null) return { kind: kind === 'frame' ? 'text' : kind, text: line }
    return { kind, text: line, place, library: isLibrary(place.path, this.project) }
  }

  private kindOf(line: string): LineKind {
    const head = /^( *[|+] )?\s*(?:Exception Group )?Traceback \(most recent call last\):$/.exec(line)
    if (head !== null) {
      this.margin = head[1] !== undefined
      this.within = 'frames'
      return 'head'
    }
    const body = this.margin ? line.replace(/^ *[|+](?: |$)/, '') : line
    if (CHAINED.test(body)) {
      this.within = 'text'
      return 'chain'
    }
    if (/^[ |]*\+[-+]*-{8,}(?: \w+ -{8,})?$/.test(line)) return 'rule'
    if (this.within === 'frames') return this.inFrames(body)
    if (this.within === 'error' && body !== '') return 'error'
    return kindOfPytest(line)
  }

  private inFrames(body: string): LineKind {
    if (/^ {2}File "/.test(body)) return 'frame'
    if (/^\s*[\^~]+[\^~ ]*$/.test(body)) return 'caret'
    if (/^ {2}/.test(body) || body === '') return 'source'
    this.within = 'error'
    return 'error'
  }
}

function kindOfPytest(line: string): LineKind {
  if (/^E(?: {2,}|\s*$)/.test(line)) return 'error'
  if (line.startsWith('> ')) return 'current'
  if (/^(?:_ ){8,}|^-{8,}|^_{8,}/.test(line)) return 'rule'
  return /^(?=\S)(?:[A-Za-z]:)?[^:]{1,500}\.py\w?:\d+:(?: |$)/.test(line) ? 'frame' : 'text'
}

/** `File "path", line 12` or `path:12:` */
function placeOf(line: string): Place | null {
  const quoted = line.indexOf('File "')
  if (quoted >= 0) {
    const from = quoted + 'File "'.length
    const to = line.lastIndexOf('", line ')
    return to < from ? null : { path: line.slice(from, to), from, to }
  }
  const to = /(?<=\.py\w?):\d+:/.exec(line)?.index ?? -1
  return to < 0 ? null : { path: line.slice(0, to), from: 0, to }
}

/** Whether the path belongs to Python or an installed package, other than the one being tested. */
export function isLibrary(path: string, project: string): boolean {
  const unix = path.replaceAll('\\', '/')
  if (unix.startsWith('<')) return true
  const installed = /\/(?:site|dist)-packages\/([^/]*)/.exec(unix)
  if (installed !== null) return installed[1].replace(/\.py$/, '') !== project
  // `lib64` is Fedora's; the last alternative is GitHub's tool cache on Windows: Python/3.12.1/x64/Lib
  return /(?:^|\/)lib(?:64)?\/(?:python|pypy)\d|\/python3\d*\/lib\/|\/(?:python|pypy)\/3[^/]*\/[^/]*\/lib\//i.test(
    unix,
  )
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}
