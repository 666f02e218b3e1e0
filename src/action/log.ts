/**
 * The only module of the action that prints. The runner reads output line by line and executes `::command::`
 * after white space and `##[command]` anywhere, on both streams, so text from inputs must be printed through
 * here.
 */

import * as core from '@actions/core'
import { cut } from '../words/text.ts'
import type { Annotation } from './annotations/annotation.ts'
import { withoutSecrets } from './own-secrets.ts'
import { showUnseen } from './visible-text.ts'

type Level = 'notice' | 'warning' | 'error'

interface Shown {
  printed: number
  /** The last message that there is room for: printed if no other comes, else replaced by a count. */
  held: string | null
  unshown: number
}

/** The runner cuts a message at 4,096 characters. */
const LONGEST_MESSAGE = 4096

/**
 * The runner shows 10 messages per level and step. Two warnings are left to @actions/artifact, which has some
 * of its own, and one error to `fail`.
 */
const ROOM: Readonly<Record<Level, number>> = { notice: 10, warning: 8, error: 9 }

const COMMANDS: Readonly<Record<Level, (message: string) => void>> = {
  notice: core.notice,
  warning: core.warning,
  error: core.error,
}

const shown: Record<Level, Shown> = {
  notice: { printed: 0, held: null, unshown: 0 },
  warning: { printed: 0, held: null, unshown: 0 },
  error: { printed: 0, held: null, unshown: 0 },
}

const plain = (text: string): string => showUnseen(withoutSecrets(text))

/** Prints lines to the job's log. */
export function info(text: string): void {
  for (const line of plain(text).split('\n')) core.info(harmless(line))
}

export const notice = (text: string): void => annotate('notice', text)
export const warning = (text: string): void => annotate('warning', text)
export const error = (text: string): void => annotate('error', text)

/** Prints an error that is shown at a line of a file; false if there is no room for it any more. */
export function errorAt({ path, line, title, message }: Annotation): boolean {
  const state = shown.error
  if (state.printed >= ROOM.error - 1) return false
  state.printed += 1
  const words = cut(plain(message), LONGEST_MESSAGE)
  if (onRunner()) core.error(words, { file: path, startLine: line, title: plain(title) })
  else info(`error: ${path}:${line}: ${title}: ${words}`)
  return true
}

/** Prints an error and makes the step fail. */
export function fail(text: string): void {
  process.exitCode = core.ExitCode.Failure
  print('error', text)
}

/** Puts what is printed during `work` into a collapsible group of the log. */
export async function group<T>(title: string, work: () => Promise<T>): Promise<T> {
  if (!onRunner()) return work()
  return core.group(cut(plain(title).replaceAll('\n', ' '), LONGEST_MESSAGE), work)
}

/** Prints only if the job is run with debug logging. */
export function debug(text: string): void {
  if (onRunner()) core.debug(plain(text))
}

/** Makes the runner replace the secret by `***` from now on. */
export function mask(secret: string): void {
  if (onRunner() && secret !== '') core.setSecret(secret)
}

/** Prints the messages that were held back, or how many more there are. To be called at the end. */
export function flush(): void {
  for (const level of ['notice', 'warning', 'error'] as const) {
    const { held, unshown } = shown[level]
    if (held !== null) print(level, held)
    else if (unshown > 0) print(level, `and ${unshown} more ${level}s: see the log of this step`)
    shown[level] = { printed: 0, held: null, unshown: 0 }
  }
}

function annotate(level: Level, text: string): void {
  const state = shown[level]
  if (state.printed < ROOM[level] - 1) {
    state.printed += 1
    print(level, text)
  } else if (state.unshown === 0 && state.held === null) {
    state.held = text
  } else {
    const pending = state.held === null ? [text] : [state.held, text]
    state.held = null
    state.unshown += pending.length
    for (const each of pending) info(`${level}: ${each}`)
  }
}

function print(level: Level, text: string): void {
  if (onRunner()) COMMANDS[level](cut(plain(text), LONGEST_MESSAGE))
  else info(`${level}: ${text}`)
}

/**
 * Changes a line so that the runner finds no command in it. `::` is broken up wherever no letter or digit
 * precedes it. That is more than the runner's leading white space: it compares by a culture's rules, which
 * skip some characters. pytest's `tests/test_a.py::test_b` stays as it is.
 */
function harmless(line: string): string {
  return line.replace(/^[^\p{L}\p{N}]+/u, (head) => head.replace(/:(?=:)/g, ': ')).replace(/##(?=\[)/g, '## ')
}

/** Drops the debug commands of @actions/* outside of a runner, where they are only noise. */
export function hushDebug(): void {
  if (onRunner()) return
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = (chunk: string | Uint8Array, ...rest: never[]) =>
    typeof chunk === 'string' && chunk.startsWith('::debug::') ? true : write(chunk, ...rest)
}

const onRunner = (): boolean => process.env.GITHUB_ACTIONS === 'true'
