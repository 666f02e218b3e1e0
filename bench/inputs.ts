/** Makes the input files, once, in one directory. */

import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { formatBytes, formatCount } from '../src/words/number.ts'
import { falseHeaders, type HeaderShape } from './false-headers.ts'
import { writeAll, writeAttachment, writeV1, writeV2 } from './streams.ts'
import type { Shape } from './tests.ts'

/** A real run of nova's unit tests, if the samples exist beside the repository. */
const NOVA = join(import.meta.dirname, '../../shared/samples/nova')
const NOVA_SHAPE: Shape = { tests: 16_226, log: 4600, workers: 4 }

/** An input file and its description. */
export interface Input {
  readonly path: string
  readonly title: string
}

export class Inputs {
  private readonly directory: string

  /** Files that exist already are reused. */
  constructor(directory: string) {
    this.directory = directory
  }

  novaV2(): Input {
    return this.nova('nova.subunit', 'nova.subunit.gz', 'version 2', (path) => writeV2(path, NOVA_SHAPE))
  }

  novaV1(): Input {
    return this.nova('nova.v1', 'stestr-run-0.v1.gz', 'version 1', (path) => writeV1(path, NOVA_SHAPE))
  }

  /** Makes a stestr repository with that file as its only run. */
  repository({ path }: Input): string {
    const repository = `${path}.repository`
    const inside = join(repository, '.stestr')
    mkdirSync(inside, { recursive: true })
    writeFileSync(join(inside, 'format'), '1\n')
    writeFileSync(join(inside, 'next-stream'), '1\n')
    writeFileSync(join(inside, '0'), readFileSync(path))
    return repository
  }

  tests(shape: Shape): Input {
    const { tests, log, workers } = shape
    const path = this.make(`tests-${tests}-${log}-${workers}.subunit`, (file) => writeV2(file, shape))
    const logs = log === 0 ? 'without logs' : `with logs of ${formatBytes(log)} on average`
    return { path, title: `${formatCount(tests)} tests ${logs}, ${workers} workers, ${sizeOf(path)}` }
  }

  attachment(size: number): Input {
    const path = this.make(`attachment-${size}.subunit`, (file) => writeAttachment(file, size))
    return { path, title: `one log of ${formatBytes(size)}` }
  }

  /** `good`: with a valid test every 64 KiB. */
  falseHeaders(shape: HeaderShape, size: number, good: boolean): Input {
    const name = `${good ? 'noise' : 'false-headers'}-${shape.replace(/\W+/g, '-')}.subunit`
    return { path: this.make(name, (file) => writeAll(file, falseHeaders(shape, size, good))), title: shape }
  }

  private nova(name: string, sample: string, version: string, write: (path: string) => void): Input {
    const real = existsSync(join(NOVA, sample))
    const path = this.make(real ? name : `made-up-${name}`, (file) => {
      if (real) writeFileSync(file, gunzipSync(readFileSync(join(NOVA, sample))))
      else write(file)
    })
    const what = real
      ? "a real run of nova's unit tests"
      : "made up in the place of a run of nova's unit tests"
    return {
      path,
      title: `${what}: ${formatCount(NOVA_SHAPE.tests)} tests with logs, ${version}, ${sizeOf(path)}`,
    }
  }

  private make(name: string, write: (path: string) => void): string {
    const path = join(this.directory, name)
    if (existsSync(path)) return path
    console.log(`making ${name}`)
    write(`${path}.unfinished`)
    renameSync(`${path}.unfinished`, path)
    return path
  }
}

const sizeOf = (path: string): string => formatBytes(statSync(path).size)
