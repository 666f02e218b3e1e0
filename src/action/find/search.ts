/** One pattern, with the exclusions below it → the paths that it matches. */

import { dirname } from 'node:path'
import { create } from '@actions/glob'
import { plainMessage } from '../../convert/error-text.ts'
import type { Problem } from '../../convert/types.ts'
import { at } from '../../workflow.ts'
import { messageOf } from '../error-text.ts'
import { InvalidInputError } from '../input-values.ts'
import { anchor, isExclusion, withoutUps } from './pattern.ts'

export type Kind = 'file' | 'repository'

export interface Search {
  /** Name of the input that has the patterns. */
  readonly input: string
  /** The pattern, and exclusions. */
  readonly patterns: readonly string[]
  readonly kind: Kind
  readonly workspace: string
}

/**
 * Absolute paths. @actions/glob ends at the first directory that it cannot read: what it found before is kept,
 * and `problem` says where it ended. Throws if it cannot begin.
 */
export async function search(asked: Search): Promise<{ paths: string[]; problem: Problem | null }> {
  const paths: string[] = []
  try {
    const globber = await create(linesOf(asked).join('\n'), {
      implicitDescendants: asked.kind === 'file',
      matchDirectories: asked.kind === 'repository',
    })
    for await (const path of globber.globGenerator()) paths.push(path)
    return { paths, problem: null }
  } catch (cause) {
    const place = placeOf(cause)
    if (place === null) throw notBegun(asked, cause)
    // a repository is found before its content is searched
    const readable = paths.filter((path) => path !== place && path !== dirname(place))
    return { paths: readable, problem: endedAt(place, asked, cause) }
  }
}

/** A repository is matched as a directory, not by its content, but is excluded with all its content. */
const linesOf = ({ patterns, kind, workspace }: Search): string[] =>
  patterns.flatMap((pattern) => {
    const absolute = anchor(pattern, workspace)
    return kind === 'repository' && isExclusion(pattern) ? [absolute, `${absolute}/**`] : absolute
  })

const endedAt = (place: string, { input, patterns }: Search, cause: unknown): Problem => ({
  kind: lossOf(input),
  input,
  message: `the search for ${patterns[0]} ended early, at ${place}: ${plainMessage(cause)}`,
})

function notBegun({ input, patterns, workspace }: Search, cause: unknown): InvalidInputError {
  const why = messageOf(cause).replace(/\.$/, '')
  const remedy = withoutUps(patterns, workspace) ?? 'name a narrower place'
  return new InvalidInputError(`input ${input}: the search for ${patterns[0]} failed: ${why}; ${remedy}`, {
    cause,
  })
}

/** What is lost if a search of that input fails. */
export const lossOf = (input: string): Problem['kind'] => (input === 'dstat' ? 'machine' : 'tests')

/** The path that the system refused to read; null if the error is another. */
function placeOf(error: unknown): string | null {
  const path = at(error, 'path')
  return typeof path === 'string' ? path : null
}
