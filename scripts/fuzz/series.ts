import { keep } from './found.ts'
import type { Trial } from './kind.ts'
import type { Share } from './kinds.ts'
import { Random } from './random.ts'
import { shrink } from './shrink.ts'
import type { Watchdog } from './watchdog.ts'

/** Most fixtures kept of one kind; more would say the same. */
const MAX_KEPT = 10

/** What all kinds share in a fuzz run. */
interface Run {
  readonly seed: string
  readonly place: string
  readonly watchdog: Watchdog
  /** The number of each kind's first input. */
  readonly first: number
}

/** One kind's inputs so far. */
export class Series {
  tried = 0
  excused = 0
  divergences = 0
  /** Milliseconds. */
  spent = 0
  /** Faults that were kept, as `alike` shortens them. */
  private readonly kept = new Set<string>()
  private readonly name: string
  private readonly share: Share
  private readonly run: Run
  private next: number
  private ahead: Promise<Trial> | null = null

  constructor(name: string, share: Share, run: Run) {
    this.name = name
    this.share = share
    this.run = run
    this.next = run.first
  }

  /** Time spent in relation to its share: the series with the lowest is next. */
  get turn(): number {
    return this.spent / this.share.share
  }

  async step(): Promise<void> {
    const begun = performance.now()
    const number = this.next++
    const trial = await (this.ahead ?? this.make(number))
    // meanwhile, the reference answers about the next one
    this.ahead = this.make(this.next)
    // an error is thrown when it is awaited
    this.ahead.catch(() => undefined)
    this.tried++
    await this.try(`${this.name}-${this.run.seed}-${number}`, trial)
    this.spent += performance.now() - begun
  }

  private async make(number: number): Promise<Trial> {
    return this.share.kind.make(new Random(`${this.run.seed}/${this.name}/${number}`))
  }

  private async try(name: string, trial: Trial): Promise<void> {
    if (trial.excused) this.excused++
    const fault = await this.fault(name, trial)
    if (fault === null) return
    this.divergences++
    const like = alike(fault)
    if (this.kept.has(like) || this.kept.size === MAX_KEPT) return
    this.kept.add(like)
    const fails = async (one: Trial): Promise<boolean> => alike((await this.fault(name, one)) ?? '') === like
    const small = await shrink(this.share.kind, trial, fails)
    const path = keep(name, this.name, small)
    console.log(`fuzz: ${name}: ${await this.fault(name, small)}; kept as ${path}: commit it with the remedy`)
  }

  private async fault(name: string, trial: Trial): Promise<string | null> {
    this.run.watchdog.watch(name, this.name, trial)
    try {
      return await this.share.kind.check(trial, this.run.place)
    } catch (error) {
      return `it throws: ${String((error as Error).stack)}`
    } finally {
      this.run.watchdog.rest()
    }
  }

  toString(): string {
    const excused = this.excused > 0 ? ` (${count(this.excused)} only up to where the library gives up)` : ''
    return `${this.name} ${count(this.tried)}${excused}`
  }
}

/** Equal for faults that are probably the same: without numbers, names and what is in the middle. */
const alike = (fault: string): string =>
  fault
    .replace(/^\/(\w+).*\/(\w*): /, '$1 $2 ')
    .replaceAll(/[^a-z ]/gi, '')
    .slice(0, 16)

export const count = (n: number): string => n.toLocaleString('en-US')
