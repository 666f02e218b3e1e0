/** Why something was not published, and what to do: null where the reason's words have that already. */
export class SiteFault extends Error {
  constructor(reason: string, remedy: string | null, options?: ErrorOptions) {
    super(remedy === null ? reason : `${reason}: ${remedy}`, options)
    this.name = 'SiteFault'
  }
}
