/**
 * Does the work with a signal that aborts by `late` after the time, or as `signal` does. That the work ends then is up
 * to it.
 */
export async function inTime<T>(
  milliseconds: number,
  late: Error,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController()
  const timer = setTimeout(() => over.abort(late), milliseconds)
  try {
    return await work(AbortSignal.any([signal, over.signal]))
  } finally {
    clearTimeout(timer)
  }
}
