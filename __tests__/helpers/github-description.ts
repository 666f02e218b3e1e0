/** GitHub's OpenAPI description of its REST API, and answers of its forms. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Document, OpenAPIBackend } from 'openapi-backend'
import type { ApiCall } from './github-api.ts'

const DESCRIPTION = JSON.parse(
  gunzipSync(readFileSync(join(import.meta.dirname, '../fixtures/github-api.json.gz'))).toString(),
) as Document

/** Compiles an operation's schemas when it is first called, which takes half a second: once for all tests of a file. */
export const API = await new OpenAPIBackend({
  definition: DESCRIPTION,
  quick: true,
  validate: true,
  ajvOpts: { strict: false, logger: false, validateFormats: false },
}).init()

export type Json = Record<string, unknown>

/** GitHub's example of an answer. */
const exampleOf = ({ operation }: ApiCall, code: number): unknown =>
  API.mockResponseForOperation(operation, { code }).mock

/** An answer of GitHub's form, with our values in it. */
export const like = (call: ApiCall, code: number, values: Json): Json =>
  overlaid(exampleOf(call, code) as Json, values)

/** The page of a list that was asked for. */
export function listed(call: ApiCall, values: readonly Json[]): Json[] {
  const [example] = exampleOf(call, 200) as Json[]
  return pageOf(call, values).map((each) => overlaid(example, each))
}

/** The same of a list inside an answer that has the number of all values as well. */
export function counted(call: ApiCall, key: string, values: readonly Json[]): Json {
  const [example] = (exampleOf(call, 200) as Record<string, Json[]>)[key]
  return { total_count: values.length, [key]: pageOf(call, values).map((each) => overlaid(example, each)) }
}

function pageOf<T>({ parameters }: ApiCall, values: readonly T[]): T[] {
  const [size, page] = [Number(parameters.per_page ?? 30), Number(parameters.page ?? 1)]
  return values.slice((page - 1) * size, page * size)
}

function overlaid(example: Json, values: Json): Json {
  const kept = Object.entries(values).filter(([key]) => key in example)
  return {
    ...example,
    ...Object.fromEntries(
      kept.map(([key, value]) => {
        const before = example[key]
        const nested = [before, value].every(
          (each) => typeof each === 'object' && each !== null && !Array.isArray(each),
        )
        return [key, nested ? overlaid(before as Json, value as Json) : value]
      }),
    ),
  }
}
