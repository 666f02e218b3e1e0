/** The job was cancelled: the reason with which all work is ended. */
export class CancelledError extends Error {
  constructor(signal: NodeJS.Signals) {
    super(`the job was cancelled (${signal})`)
  }
}
