/**
 * Runs git as a child process: no hooks, no user configuration, no prompts, and it ends when the signal
 * aborts. The token is only in git's environment, never among its arguments, which other processes can read.
 *
 * There are two bare repositories. `fetched` is a partial clone, in which git would fetch each missing object
 * that it looks at, one by one. `own` borrows its objects but is not a partial clone, so nothing is ever
 * fetched there. It counts as shallow at the branch's tip: `git push` then assumes that the remote has
 * everything the tip names and does not walk further, since it cannot read what is missing.
 */

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '../error-text.ts'
import * as log from '../log.ts'
import { removeScratch } from '../remove-scratch.ts'
import { ANY_NAME, AS_IT_IS, config, gitEnv, PARTIAL, writeRepository } from './git-setup.ts'

export interface GitPlace {
  /** URL of the repository, without credentials. */
  readonly remote: string
  readonly token: string
  /** The directory in which the repositories are created. */
  readonly scratch: string
  readonly signal: AbortSignal
}

/**
 * A branch's plain files. On disk they have names that git makes up: the branch's own names may clash where
 * the file system ignores case, or be invalid, as `aux.html` on Windows.
 */
export interface CheckedOut {
  readonly commit: string
  readonly files: readonly { readonly name: string; readonly path: string }[]
  /** Number of links and submodules. */
  readonly leftOut: number
}

/** git failed or could not be started. */
export class GitError extends Error {
  /** The git command: `fetch`, `push`, … */
  readonly command: string
  /** What git wrote to stderr, with the token masked. */
  readonly said: string

  constructor(command: string, said: string, options?: ErrorOptions) {
    super(`git ${command}: ${said.trim() || 'it gave no reason'}`, options)
    this.command = command
    this.said = said
  }
}

/** The token is passed through GIT_CONFIG_COUNT, which git has since 2.31. */
const OLDEST = [2, 31] as const

/** Characters of stderr that are kept: a server's hook may print without end, and its end is enough. */
const MOST_SAID = 64 * 1024

/** Milliseconds from SIGTERM to SIGKILL: short, since a runner kills what remains of a cancelled job. */
const GRACE = 2000

const FETCH = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance']

/** The local ref of the branch's tip. */
const TIP = 'refs/site/tip'

export class Git {
  readonly directory: string
  private readonly remote: string
  private readonly env: NodeJS.ProcessEnv
  private readonly secrets: readonly string[]
  private readonly signal: AbortSignal
  /** Ids of the objects that `fetchObjects` has fetched. */
  private readonly there = new Set<string>()

  private constructor({ remote, token, scratch, signal }: GitPlace) {
    const basic = Buffer.from(`x-access-token:${token}`).toString('base64')
    this.secrets = [basic, token].filter((secret) => secret !== '')
    this.signal = signal
    this.remote = remote
    this.env = gitEnv(process.env, remote, basic)
    this.directory = mkdtempSync(join(scratch, 'stackviz-site-'))
    writeRepository(join(this.directory, 'fetched'), config(remote, 1) + PARTIAL)
    writeRepository(join(this.directory, 'own'), config(remote, 0))
    writeFileSync(join(this.directory, 'own/objects/info/alternates'), '../../fetched/objects\n')
  }

  static open(place: GitPlace): Git {
    log.mask(Buffer.from(`x-access-token:${place.token}`).toString('base64'))
    return new Git(place)
  }

  close(): void {
    removeScratch(this.directory)
  }

  /** What git wrote to stdout. Throws GitError, or the signal's reason. */
  async run(args: readonly string[], input: string | Uint8Array = ''): Promise<Buffer> {
    this.signal.throwIfAborted()
    const { status, stdout, stderr } = await this.spawn(args, input)
    const command = args.find((arg) => !arg.startsWith('-')) ?? ''
    const said = this.secrets.reduce((text, secret) => text.replaceAll(secret, '***'), stderr)
    if (said.trim() !== '') log.debug(`git ${command}: ${said}`)
    this.signal.throwIfAborted()
    if (status !== 0) throw new GitError(command, (await this.isTooOld()) ? 'git is too old' : said)
    return stdout
  }

  async text(args: readonly string[], input: string | Uint8Array = ''): Promise<string> {
    return (await this.run(args, input)).toString().trimEnd()
  }

  /**
   * Fetches the commit at a branch's tip and its root tree, nothing below; null if there is no such branch.
   */
  async fetchTip(branch: string): Promise<string | null> {
    try {
      await this.fetch(['--depth=1', '--filter=tree:1', 'origin', `+refs/heads/${branch}:${TIP}`])
    } catch (error) {
      if (error instanceof GitError && /couldn't find remote ref/.test(error.said)) return null
      throw error
    }
    const tip = readFileSync(join(this.directory, 'fetched', TIP), 'utf8').trim()
    writeFileSync(join(this.directory, 'own/shallow'), `${tip}\n`)
    return tip
  }

  /** Fetches these objects, without those that they refer to. */
  async fetchObjects(ids: readonly string[]): Promise<void> {
    const wanted = ids.filter((id) => !this.there.has(id))
    if (wanted.length === 0) return
    // on stdin, since Windows limits arguments to 32 kB
    await this.fetch(['--filter=tree:0', '--stdin', 'origin'], wanted.map((id) => `${id}\n`).join(''))
    for (const id of wanted) this.there.add(id)
  }

  /** Fetches the last `depth` commits up to `tip`, without their trees; their ids. */
  async fetchHistory(tip: string, depth: number): Promise<string[]> {
    await this.fetch([`--depth=${depth}`, '--filter=tree:0', 'origin', tip])
    return (await this.text(['--git-dir=../fetched', 'rev-list', tip])).split('\n')
  }

  /** Writes a branch's plain files into this directory; `close` removes them. */
  async checkOut(branch: string): Promise<CheckedOut> {
    const whole = join(this.directory, 'whole')
    const directory = join(this.directory, 'files')
    mkdirSync(directory)
    writeRepository(whole, config(this.remote, 0) + ANY_NAME)
    mkdirSync(join(whole, 'info'))
    writeFileSync(join(whole, 'info/attributes'), AS_IT_IS)
    const at = ['--git-dir=../whole', '--work-tree=../files']
    await this.run([...at, ...FETCH, '--depth=1', 'origin', `+refs/heads/${branch}:${TIP}`])
    const commit = readFileSync(join(whole, TIP), 'utf8').trim()
    await this.run([...at, 'read-tree', commit])
    const entries = records(await this.run([...at, 'ls-files', '--stage', '-z']))
    const plain = entries.filter((entry) => entry.startsWith('100'))
    const names = plain.map((entry) => `${entry.slice(entry.indexOf('\t') + 1)}\0`).join('')
    const write = ['checkout-index', '--temp', '-z', '--stdin']
    const written = records(await this.run([...at, ...write], Buffer.from(names, 'latin1')))
    const files = written.map((record) => {
      const tab = record.indexOf('\t')
      const name = Buffer.from(record.slice(tab + 1), 'latin1').toString()
      return { name, path: join(directory, record.slice(0, tab)) }
    })
    return { commit, files, leftOut: entries.length - plain.length }
  }

  private fetch(args: readonly string[], input?: string): Promise<Buffer> {
    return this.run(['--git-dir=../fetched', ...FETCH, ...args], input)
  }

  /** An older git ignores the token and may fail with any message, so the version is checked. */
  private async isTooOld(): Promise<boolean> {
    const { stdout } = await this.spawn(['version'], '')
    const [, major, minor] = /(\d+)\.(\d+)/.exec(stdout.toString()) ?? []
    return Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1])
  }

  private spawn(
    args: readonly string[],
    input: string | Uint8Array,
  ): Promise<{ status: number | null; stdout: Buffer; stderr: string }> {
    return new Promise((resolve, reject) => {
      // a process group of its own, since git starts helpers that must be killed with it
      const detached = process.platform !== 'win32'
      const child = spawn('git', args, {
        cwd: join(this.directory, 'own'),
        env: this.env,
        detached,
        windowsHide: true,
      })
      const kill = (signal: NodeJS.Signals): void => {
        try {
          if (detached && child.pid !== undefined) process.kill(-child.pid, signal)
          else child.kill(signal)
        } catch {
          // it has already ended
        }
      }
      let last: NodeJS.Timeout | undefined
      const stop = (): void => {
        kill('SIGTERM')
        last = setTimeout(() => kill('SIGKILL'), GRACE)
      }
      this.signal.addEventListener('abort', stop)
      const stdout: Buffer[] = []
      let stderr = ''
      child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr = (stderr + text).slice(-MOST_SAID)
      })
      child.stdin.on('error', () => undefined).end(input) // if git ends early, stderr says why
      const end = (): void => {
        clearTimeout(last)
        this.signal.removeEventListener('abort', stop)
      }
      child.on('error', (cause) => {
        end()
        const words = codeOf(cause) === 'ENOENT' ? 'there is no git on this machine' : cause.message
        reject(new GitError(args[0], words, { cause }))
      })
      child.on('close', (status) => {
        end()
        resolve({ status, stdout: Buffer.concat(stdout), stderr })
      })
    })
  }
}

/** Splits NUL-terminated output (`-z`). latin1, since names are bytes that must be passed back unchanged. */
const records = (output: Buffer): string[] => output.toString('latin1').split('\0').slice(0, -1)
