/** Frames of Python and pytest tracebacks, and the places that C tests name. */

export interface Frame {
  readonly path: string
  readonly line: number
}

/** Characters that are read: a traceback may be megabytes of a log, but its frames are near the end. */
const LONGEST = 256 << 10

/**
 * Python's `  File "/a/b.py", line 12, in test_x`, also within an exception group's margin; pytest's
 * `tests/a.py:12: AssertionError`, and the like of Check: `tests/a.c:6: Assertion '1 == 2' failed`. Each part
 * is bounded, so that a line of a megabyte costs no more than others.
 */
const PYTHON = /^[ \t|+-]{0,80}File "([^"\n]{1,1000})", line (\d{1,7})/
const PLACE = /^((?:[A-Za-z]:)?[^\s:"'<>|]{1,500}\.[A-Za-z]\w{0,9}):(\d{1,7}):(?:$| )/

/** In text order: the innermost frame of the last exception comes last. */
export function framesOf(traceback: string): Frame[] {
  const frames: Frame[] = []
  for (const line of traceback.slice(-LONGEST).split(/[\r\n]/)) {
    const match = PYTHON.exec(line) ?? PLACE.exec(line)
    if (match !== null && Number(match[2]) > 0) frames.push({ path: match[1], line: Number(match[2]) })
  }
  return frames
}
