/** Why something was not published, and what to do. `remedy` is null if the reason already says. */
export class SiteFault extends Error {
  constructor(reason: string, remedy: string | null, options?: ErrorOptions) {
    super(remedy === null ? reason : `${reason}: ${remedy}`, options)
  }
}
