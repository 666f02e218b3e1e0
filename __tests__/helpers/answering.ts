/** A client of GitHub's API whose answers are given in advance. */

import type { GitHub } from '../../src/action/github/client.ts'

export type Call = [route: string, parameters: Readonly<Record<string, unknown>>]

/** Keeps its calls; `answer` tells what each gets, and an error is thrown. */
export function clientOf(answer: (route: string) => unknown): { github: GitHub; calls: Call[] } {
  const calls: Call[] = []
  const call: GitHub['call'] = (route, parameters = {}) => {
    calls.push([route, parameters])
    const data = answer(route)
    return data instanceof Error ? Promise.reject(data) : Promise.resolve({ data, headers: {} })
  }
  return { github: { call, web: fetch, signal: new AbortController().signal }, calls }
}

/** The same with an answer per call. */
export const answering = (...answers: unknown[]): { github: GitHub; calls: Call[] } =>
  clientOf(() => answers.shift())

/** An answer of GitHub that is no success. */
export const refusal = (status: number, message: string): Error =>
  Object.assign(new Error(message), { status, response: {} })
