/** Reads columns.bin strictly according to docs/format.md, slowly, and throws on what that does not allow. */

/** A test, in the order of the file. */
export interface ColumnTest {
  /** Index in raw. */
  readonly raw: number
  /** Index into the header's lanes; null for an untimed test. */
  readonly lane: number | null
  /** Null for a test without a worker, and for an untimed test. */
  readonly worker: number | null
  readonly className: string
  readonly name: string
  readonly id: string
  /** Index into STATUSES. */
  readonly status: number
  /** Microseconds since the epoch; null for an untimed test. */
  readonly start: number | null
  readonly end: number | null
  readonly tags: readonly string[]
}

export interface ReadHeader {
  readonly version: number
  readonly count: number
  readonly origin: number
  readonly lanes: readonly { readonly worker: number | null; readonly tests: number }[]
  readonly untimed: number
  readonly sections: readonly { readonly name: string; readonly bytes: number }[]
}

export interface ReadColumns {
  readonly header: ReadHeader
  readonly tests: readonly ColumnTest[]
  /** Bytes from the start of the file to the end of the section of statuses. */
  readonly drawn: number
}

/** Reads a whole file, which must not be compressed. */
export function readColumns(bytes: Uint8Array): ReadColumns {
  const file = Buffer.from(bytes)
  const newline = file.indexOf('\n')
  const header = JSON.parse(file.toString('utf8', 0, newline)) as ReadHeader
  const sections = new Map<string, Buffer>()
  let at = newline + 1
  for (const { name, bytes: length } of header.sections) {
    if (sections.has(name) || at + length > file.length) throw new Error(`section ${name}`)
    sections.set(name, file.subarray(at, at + length))
    at += length
  }
  if (at !== file.length) throw new Error(`${file.length - at} bytes behind the last section`)
  const ends = header.sections.slice(0, 3).reduce((sum, { bytes: length }) => sum + length, newline + 1)
  return { header, tests: [...readTests(header, sections)], drawn: ends }
}

function* readTests(header: ReadHeader, sections: ReadonlyMap<string, Buffer>): Generator<ColumnTest> {
  const { count, lanes, origin, untimed } = header
  const of = (name: string): Buffer => sections.get(name) ?? Buffer.alloc(0)
  const timed = count - untimed
  const gaps = numbers(of('gap'), timed).map(signed)
  const durations = numbers(of('duration'), timed).map(signed)
  const statuses = of('status')
  if (statuses.length !== count) throw new Error('statuses')
  const orders = numbers(of('order'), count).map(signed)
  const classes = texts(of('classes'), numbers(of('classLength')))
  const classPlaces = numbers(of('class'), count)
  const methods = methodsInOrder(of('methods'), classPlaces)
  const tagSets = JSON.parse(of('tagSets').toString('utf8')) as string[][]
  const tagPlaces = numbers(of('tags'), count)
  const idCodes = sections.has('idLength') ? numbers(of('idLength'), count) : Array<number>(count).fill(0)
  const ids = texts(
    of('ids'),
    idCodes.map((code) => Math.floor(code / 2)),
  )
  const groups = [...lanes, { worker: null, tests: untimed }]
  if (groups.reduce((sum, { tests }) => sum + tests, 0) !== count) throw new Error('lanes')
  let [i, className, tags] = [0, '', [] as string[]]
  for (const [lane, { worker, tests }] of groups.entries()) {
    const isLane = lane < lanes.length
    let [raw, time] = [0, origin]
    for (let left = tests; left > 0; left--, i++) {
      raw += orders[i]
      className = classPlaces[i] === 0 ? className : classes[classPlaces[i] - 1]
      tags = tagPlaces[i] === 0 ? tags : tagSets[tagPlaces[i] - 1]
      const name = className + methods[i]
      const id = idCodes[i] === 0 ? name : idCodes[i] % 2 === 1 ? name + ids[i] : ids[i]
      const start = isLane ? time + gaps[i] : null
      const end = start === null ? null : start + durations[i]
      if (end !== null) time = end
      yield {
        raw,
        lane: isLane ? lane : null,
        worker: isLane ? worker : null,
        className,
        name,
        id,
        status: statuses[i],
        start,
        end,
        tags,
      }
    }
  }
}

/** Methods are grouped by class in the file; returns them in the order of the tests. */
function methodsInOrder(bytes: Buffer, classPlaces: readonly number[]): string[] {
  const ended = bytes.toString('latin1').split('\xff')
  if (ended.pop() !== '' || ended.length !== classPlaces.length) throw new Error('methods')
  let place = 0
  const tests = classPlaces.map((given, test) => ({ place: (place = given || place), test }))
  const methods: string[] = []
  for (const [n, { test }] of tests.toSorted((a, b) => a.place - b.place).entries()) {
    methods[test] = Buffer.from(ended[n], 'latin1').toString('utf8')
  }
  return methods
}

/** Decodes all varints in `bytes`; throws if there are not `count` of them. */
function numbers(bytes: Buffer, count?: number): number[] {
  const found: number[] = []
  for (let at = 0; at < bytes.length; ) {
    let [value, factor] = [0n, 1n]
    for (let more = true; more; factor *= 128n) {
      if (at >= bytes.length) throw new Error('a number is cut off')
      value += BigInt(bytes[at] & 127) * factor
      more = bytes[at++] >= 128
    }
    found.push(Number(value))
  }
  if (count !== undefined && found.length !== count) throw new Error(`${found.length} numbers, not ${count}`)
  return found
}

const signed = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2)

function texts(bytes: Buffer, lengths: readonly number[]): string[] {
  let at = 0
  const found = lengths.map((length) => {
    at += length
    return bytes.toString('utf8', at - length, at)
  })
  if (at !== bytes.length) throw new Error(`${bytes.length} bytes of text, not ${at}`)
  return found
}
