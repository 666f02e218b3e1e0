import type { Random } from './random.ts'

/** A file's content, or the target of a symbolic link. */
export type Content = Buffer | { readonly link: string }

/** An input, and what is right for it. `expected` is JSON, so that a trial can be kept as a fixture. */
export interface Trial {
  /** Files by path. */
  readonly files: Readonly<Record<string, Content>>
  readonly expected: unknown
  /** Whether the reference library gave up on the rest, so that only what precedes is compared. */
  readonly excused?: boolean
}

/** Says what is wrong with our result for a trial; null if nothing is. `place`: an empty directory. */
export type Check = (trial: Trial, place: string) => Promise<string | null>

export interface Kind {
  /** Makes a trial; the same for the same random choices. */
  readonly make: (random: Random) => Trial | Promise<Trial>
  readonly check: Check
  /** Makes a trial of other bytes in place of a trial's only file, to shrink it; absent if that is impossible. */
  readonly judge?: (bytes: Buffer, instead: Trial) => Trial | Promise<Trial>
}

/** Name of the file in a trial with a single file. */
export const INPUT = 'input'

export const inputOf = (trial: Trial): Buffer => trial.files[INPUT] as Buffer
