/** Why something was not published, and what to do. */
export class SiteFault extends Error {
  constructor(reason: string, remedy: string, options?: ErrorOptions) {
    super(`${reason}: ${remedy}`, options)
    this.name = 'SiteFault'
  }
}
