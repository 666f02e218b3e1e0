/** Frames of Python's tracebacks, of pytest's, and the places that C's tests name. */

export interface Frame {
  readonly path: string
  readonly line: number
}

/** A traceback may be megabytes of a log; its frames stand near the end. */
const LONGEST = 256 << 10

/**
 * `  File "/a/b.py", line 12, in test_x` of Python, also in an exception group's margin, and pytest's
 * `tests/a.py:12: AssertionError`, which Check writes alike: `tests/a.c:6: Assertion '1 == 2' failed`. Each part
 * has a bound: a line of a megabyte costs no more than others.
 */
const PYTHON = /^[ \t|+-]{0,80}File "([^"\n]{1,1000})", line (\d{1,7})/
const PLACE = /^((?:[A-Za-z]:)?[^\s:"'<>|]{1,500}\.[A-Za-z]\w{0,9}):(\d{1,7}):(?:$| )/

/** In the order of the text: the innermost one of the last exception comes last. */
export function framesOf(traceback: string): Frame[] {
  const frames: Frame[] = []
  for (const line of traceback.slice(-LONGEST).split(/\r\n|\n|\r/)) {
    const match = PYTHON.exec(line.slice(0, 1200)) ?? PLACE.exec(line.slice(0, 700))
    if (match !== null && Number(match[2]) > 0) frames.push({ path: match[1], line: Number(match[2]) })
  }
  return frames
}
