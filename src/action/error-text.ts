/** The message of whatever was thrown. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown)

export const codeOf = (thrown: unknown): string | undefined => {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  return typeof code === 'string' ? code : undefined
}

/** A page, such as a proxy's: its source tells a reader nothing. */
export const isPage = (answer: string): boolean => /^\s*<(?!\?xml)/.test(answer)

/** The first line of a server's answer, cut at `length`, with its HTTP status, if there is one. */
export function answerOf(answer: string, status: number | null, length: number): string {
  const line = answer.trim().split('\n')[0].slice(0, length)
  const words = line === '' ? 'no reason was given' : isPage(line) ? 'a web page was the answer' : line
  return status === null || line.includes(`(${status})`) ? words : `${words} (${status})`
}
