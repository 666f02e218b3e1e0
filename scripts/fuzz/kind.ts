import type { Random } from './random.ts'

/** A file's content, or what a symbolic link leads to. */
export type Content = Buffer | { readonly link: string }

/** An input, and what is right for it; `expected` is JSON, so that a trial can be kept as a fixture. */
export interface Trial {
  /** By path. */
  readonly files: Readonly<Record<string, Content>>
  readonly expected: unknown
  /** The reference library has given up on some of it, and only what stands before is compared. */
  readonly excused?: boolean
}

/** Says what is wrong with what we make of a trial; null where nothing is. `place`: an empty directory. */
export type Check = (trial: Trial, place: string) => Promise<string | null>

export interface Kind {
  /** The same trial for the same random choices. */
  readonly make: (random: Random) => Trial | Promise<Trial>
  readonly check: Check
  /** The trial of other bytes in place of its only file, where one can be made: to find a small one. */
  readonly judge?: (bytes: Buffer) => Trial | Promise<Trial>
}

/** The only file of a trial that has one. */
export const INPUT = 'input'

export const inputOf = (trial: Trial): Buffer => trial.files[INPUT] as Buffer
