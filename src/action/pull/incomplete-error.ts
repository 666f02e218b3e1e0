/** Something is published, but lacks a part. The message goes on where its name ends; `cause`: what GitHub answered. */
export class IncompleteError extends Error {}
