import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConvertOptions, ConvertResult } from '../../src/convert/types.ts'
import { convert } from '../../src/convert.ts'
import type { Config, TestDetails } from '../../src/format/exported.ts'
import { Hider } from '../../src/redact/hider.ts'
import { Redactor } from '../../src/redact/redactor.ts'
import { readJson } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { type PacketFields, packet, wholeTest } from '../helpers/v2-writer.ts'
import { EXAMPLES, GITHUB, JWT, pemOf } from '../redact/examples.ts'

const PAGE = join(import.meta.dirname, '../../dist/frontend/index.html')
const KEY = pemOf('RSA ')
const VALUE = 'correct horse battery staple'
const TEXT = 'text/plain; charset=utf8'

const run = (path: string, options: Partial<ConvertOptions>): Promise<ConvertResult> =>
  convert({ sources: [{ kind: 'file', path }], dstat: [], destination: '', page: PAGE, ...options })

/** An attachment with a packet for each piece; without an id, it belongs to no test. */
const attach = (id: string | undefined, name: string, pieces: readonly string[], mime = TEXT): Buffer =>
  Buffer.concat(
    pieces.map((piece) => {
      const fields: PacketFields = { mime, file: [name, piece] }
      return packet(id === undefined ? fields : { ...fields, id, status: 'inprogress' })
    }),
  )

/** Secrets in every kind of free text that a stream can contain. */
const STREAM = Buffer.concat([
  Buffer.from(`before ${GITHUB} the tests\n`),
  attach('a', 'traceback', [
    'Traceback:\n',
    `  x\nValueError: ${GITHUB.slice(0, 11)}`,
    `${GITHUB.slice(11)}\n`,
  ]),
  attach(
    'a',
    "pythonlogging:''",
    Array.from(KEY, (char) => char),
  ),
  attach('a', 'data', ['{"jwt": "', JWT.slice(0, 100), JWT.slice(100), '"}'], 'application/json'),
  packet({ id: 'a', status: 'fail' }),
  attach('b', 'reason', ['needs mysql://nova:s3c', 'r3t@host/']),
  packet({ id: 'b', status: 'skip' }),
  attach(undefined, 'setup', ['it is correct horse', ' battery staple\n']),
  Buffer.from(`after ${JWT}\n`),
])
const SECRETS = [GITHUB, KEY, KEY.slice(40, 90), JWT, 's3cr3t', VALUE]

/** The contents of all files below a directory, with gzip inflated, also inside pages. */
function allText(directory: string): string {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  )
  return files.map((file) => inflated(readFileSync(join(file.parentPath, file.name)))).join('\n')
}

function inflated(bytes: Buffer): string {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return inflated(gunzipSync(bytes))
  const text = bytes.toString('latin1')
  // a gzip member in base64 begins like this; several may follow each other directly
  const members = text.matchAll(/H4sIA(?:(?!H4sIA)[A-Za-z0-9+/])+={0,2}/g)
  const packed = Array.from(members, ([member]) =>
    gunzipSync(Buffer.from(member, 'base64')).toString('latin1'),
  )
  const all = [text, ...packed].join('\n')
  const uris = all.matchAll(/data:[^;"]+;base64,([A-Za-z0-9+/=]+)/g)
  return [all, ...Array.from(uris, ([, uri]) => Buffer.from(uri, 'base64').toString('latin1'))].join('\n')
}

/** The secrets that a text contains, as they are or in JSON. */
const told = (text: string): string[] =>
  SECRETS.filter((secret) => text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1)))

describe('an export with redaction', () => {
  it.each([700, 1000, 65_536, 200_000])(
    'replaces only the tokens in long texts that arrive in pieces of %i bytes',
    async (size) => {
      const texts = Array.from({ length: 20 }, (_, i) => randomBytes(50_000 + i * 7919).toString('hex'))
      // every second one has tokens, near some of which a piece ends
      const logged = texts.map((text, i) =>
        i % 2 === 0 ? text : text.replaceAll(/.{997}/g, `$& ${GITHUB}\n`),
      )
      const pieces = (text: string): string[] =>
        Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size))
      const stream = logged
        .map((text, i) => [attach(`t${i}`, 'log', pieces(text)), wholeTest(`t${i}`)])
        .flat()
      const from = directoryWith({ run: Buffer.concat(stream) })
      const destination = directoryWith()
      await run(join(from, 'run'), { destination, redact: true, secrets: [VALUE] })
      const details = JSON.parse(
        readFileSync(join(destination, 'tempest_run_0_details.json'), 'utf8'),
      ) as Record<string, { log: string }>
      for (const [i, text] of logged.entries()) {
        expect(details[`t${i}`].log === text.replaceAll(GITHUB, '***')).toBe(true)
      }
    },
  )

  it.each([false, true])('contains no secret in any file (gzip: %j)', async (gzip) => {
    const from = directoryWith({ run: STREAM })
    const destination = directoryWith()
    const report = join(destination, 'r.html')
    const options = { destination, gzip, site: true, report }
    await run(join(from, 'run'), options)
    // without redaction the same search finds them all
    expect([told(allText(destination)), told(inflated(readFileSync(report)))]).toEqual([SECRETS, SECRETS])
    const { runs } = await run(join(from, 'run'), { ...options, redact: true, secrets: [VALUE] })
    expect(told(allText(destination))).toEqual([])
    expect(runs[0].entry.warnings).toContainEqual({
      kind: 'redacted',
      message: '7 secrets replaced by ***',
      count: 7,
    })
    expect(readJson<Config>(join(destination, 'data'), 'config.json').tempest[0].stats).toMatchObject({
      failures: [{ name: 'a', details: ['ValueError: ***'] }],
      skips: [{ name: 'b', details: 'needs mysql://nova:***@host/' }],
    })
  })

  it('keeps the text around the secrets', async () => {
    const from = directoryWith({ run: STREAM })
    const destination = directoryWith()
    await run(join(from, 'run'), { destination, redact: true, secrets: [VALUE] })
    const details = JSON.parse(
      readFileSync(join(destination, 'tempest_run_0_details.json'), 'utf8'),
    ) as Record<string, TestDetails>
    expect(details.a).toMatchObject({
      traceback: 'Traceback:\n  x\nValueError: ***\n',
      pythonlogging: '***',
      data: `data:application/json;base64,${Buffer.from('{"jwt": "***"}').toString('base64')}`,
    })
    expect(details['']).toEqual({
      noise: 'before *** the tests\nafter ***\n',
      setup: 'it is ***\n',
    })
  })

  it('replaces secrets of every known shape in subunit v1, too', async () => {
    const text = EXAMPLES.map(([, example]) => example).join('\n')
    const redacted = EXAMPLES.map(([, , example]) => example).join('\n')
    // a bracket alone on a line would end the details
    const from = directoryWith({ run: `test: x\nfailure: x [\n${text}\n]\n` })
    const destination = directoryWith()
    const { runs } = await run(join(from, 'run'), { destination, redact: true })
    const details = JSON.parse(
      readFileSync(join(destination, 'tempest_run_0_details.json'), 'utf8'),
    ) as Record<string, TestDetails>
    expect(details.x.traceback).toBe(`${redacted}\n`)
    expect(runs[0].entry.warnings).toEqual([
      { kind: 'redacted', message: `${EXAMPLES.length} secrets replaced by ***`, count: EXAMPLES.length },
    ])
  })

  it.each([false, true])(
    'replaces secrets in text declared as UTF-16 (known values only: %j)',
    async (valuesOnly) => {
      const text = `Zürich ${GITHUB} ${VALUE} ☃\n`
      const bytes = Buffer.from(text, 'utf16le')
      const packets = [3, bytes.length].map((end, i, ends) =>
        packet({
          id: 'a',
          status: 'inprogress',
          mime: 'text/plain; charset=utf-16le',
          file: ['reason', bytes.subarray(ends[i - 1] ?? 0, end)],
        }),
      )
      const from = directoryWith({ run: Buffer.concat([...packets, packet({ id: 'a', status: 'skip' })]) })
      const destination = directoryWith()
      await run(join(from, 'run'), { destination, redact: !valuesOnly, secrets: [VALUE] })
      const redacted = `Zürich ${valuesOnly ? GITHUB : '***'} *** ☃\n`
      const { a } = readJson<Record<string, TestDetails>>(destination, 'tempest_run_0_details.json')
      expect(a.reason).toBe(redacted)
      const { tempest } = readJson<Config>(destination, 'config.json')
      expect(tempest[0].stats.skips[0].details).toBe(redacted)
    },
  )

  it('leaves test ids and tags unchanged, since they tell tests apart', async () => {
    const id = `a.test[${GITHUB}]`
    const tagged = packet({ id, status: 'success', tags: [GITHUB] })
    const from = directoryWith({ run: Buffer.concat([wholeTest(id), tagged]) })
    const destination = directoryWith()
    const { runs } = await run(join(from, 'run'), { destination, redact: true })
    expect(runs[0].slowest[0].name).toBe(id)
    const raw = readJson<{ id?: string; name: string; tags: string[] }[]>(
      destination,
      'tempest_run_0_raw.json',
    )
    expect(raw.map((test) => [test.id ?? test.name, test.tags])).toEqual([
      [id, []],
      [id, [GITHUB]],
    ])
    expect(runs[0].entry.warnings).toBeUndefined()
  })

  it('still concludes with success if secrets were replaced', async () => {
    const secret = Buffer.concat([attach('a', 'log', [GITHUB]), packet({ id: 'a', status: 'success' })])
    const from = directoryWith({ run: secret })
    const { conclusion, runs } = await run(join(from, 'run'), { destination: directoryWith(), redact: true })
    expect(runs[0].entry.warnings).toMatchObject([{ kind: 'redacted', count: 1 }])
    expect(conclusion).toBe('success')
  })
})

it.each([
  ['with a token', { redact: true }, `token ${GITHUB} expired`, '"token *** expired"'],
  ['with a known value', { secrets: [VALUE] }, `password ${VALUE}`, '"password ***"'],
  ['where the bytes that are looked at end', { redact: true }, `${'\n'.repeat(4080)}x ${GITHUB}`, '"x"'],
])('the error about an input that is no stream quotes no secret: %s', async (_, options, text, quote) => {
  const from = directoryWith({ run: STREAM, text })
  const sources = ['run', 'text'].map((name) => ({ kind: 'file', path: join(from, name) }) as const)
  const { problems } = await run('', { sources, destination: directoryWith(), ...options })
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringContaining(`it looks like plain text that begins ${quote}. Give`),
  ])
})

it('an export without redaction replaces only the known values', async () => {
  const from = directoryWith({ run: STREAM })
  const destination = directoryWith()
  const { runs } = await run(join(from, 'run'), { destination, secrets: [VALUE] })
  const text = allText(destination)
  expect([text.includes(VALUE), text.includes(GITHUB)]).toEqual([false, true])
  expect(runs[0].entry.warnings).toContainEqual({
    kind: 'redacted',
    message: '1 secret replaced by ***',
    count: 1,
  })
})

it('an export replaces a known value, wherever it lies in the pieces of an attachment', async () => {
  // the search looks for the rarest characters, which may be in another piece than the value's beginning
  const value = 'eeeeeeeeeeeeeZQXeeee'
  const lengths = Array.from({ length: 1000 }, (_, i) => i)
  const tests = lengths.map((length) => {
    const text = `${'.'.repeat(length)}${value}${'.'.repeat(1500 - length)}`
    return Buffer.concat([
      attach(`t${length}`, 'log', [text.slice(0, 100), text.slice(100)]),
      wholeTest(`t${length}`),
    ])
  })
  const from = directoryWith({ run: Buffer.concat(tests) })
  const destination = directoryWith()
  await run(join(from, 'run'), { destination, secrets: [value] })
  const details = readJson<Record<string, TestDetails>>(destination, 'tempest_run_0_details.json')
  const replaced = (length: number): string => `${'.'.repeat(length)}***${'.'.repeat(1500 - length)}`
  expect(lengths.filter((length) => details[`t${length}`].log !== replaced(length))).toEqual([])
})

it.each([
  ...Array.from({ length: 20 }, (_, at) => `${'e'.repeat(at)}ZQX${'e'.repeat(20 - at)}`),
  'http://example.com/a7c1',
  'see://see',
])('an export replaces the known value %s, wherever its rarest characters are', async (value) => {
  const from = directoryWith({
    run: Buffer.concat([attach('a', 'log', [`to ${value} now`]), wholeTest('a')]),
  })
  const destination = directoryWith()
  await run(join(from, 'run'), { destination, redact: true, secrets: [value] })
  const { a } = readJson<Record<string, TestDetails>>(destination, 'tempest_run_0_details.json')
  expect(a.log).toBe('to *** now')
})

it('an export redacts text in pieces of any size like the same text in one piece', async () => {
  const parts = [
    ...Array.from('eaKZ0_.:/@" \né'),
    '://',
    'ghp_',
    'eyJ',
    'AKIA',
    '-----BEGIN ',
    'authorization: ',
    'X-Auth-Token',
  ]
  const text = (maxLength: number) =>
    fc.array(fc.constantFrom(...parts), { maxLength, size: 'max' }).map((some) => some.join(''))
  const cases = fc.record({
    redact: fc.boolean(),
    secrets: fc.array(text(10), { minLength: 1, maxLength: 8 }),
    /** Each is a text, or the index of a secret. */
    log: fc.array(fc.oneof(text(20), fc.nat(7)), { maxLength: 40, size: 'max' }),
    sizes: fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 20 }),
  })
  await fc.assert(
    fc.asyncProperty(cases, async ({ redact, secrets, log, sizes }) => {
      const all = log.map((part) => (typeof part === 'string' ? part : (secrets[part] ?? ''))).join('')
      const pieces: string[] = []
      for (let [at, n] = [0, 0]; at < all.length; at += sizes[n++ % sizes.length])
        pieces.push(all.slice(at, at + sizes[n % sizes.length]))
      const from = directoryWith({ run: Buffer.concat([attach('a', 'log', pieces), wholeTest('a')]) })
      const destination = directoryWith()
      await run(join(from, 'run'), { destination, redact, secrets })
      const { a } = readJson<Record<string, TestDetails>>(destination, 'tempest_run_0_details.json')
      const bytes = Buffer.from(all)
      const { written } = new Redactor({ shapes: redact, values: secrets }).redact(bytes, true)
      expect(a.log ?? '').toBe(bytes.toString('utf8', 0, written))
    }),
    { numRuns: 200 },
  )
})

it('redaction changes nothing in the example run, whose 4 MB of logs contain no secrets', async () => {
  const path = join(import.meta.dirname, '../../examples/nova.subunit.gz')
  const [open, closed] = [directoryWith(), directoryWith()]
  await run(path, { destination: open })
  await run(path, { destination: closed, redact: true })
  expect(allText(closed)).toBe(allText(open))
})

describe('a known value outside of attachments', () => {
  const TOKEN = `ghs_${'aB3.'.repeat(9)}`
  const STARS = '*'.repeat(TOKEN.length)
  const LOG = `"Dstat 0.8.0 CSV output"\n"Host:","vm"\n"Cmdline:","dstat ${TOKEN}",,,,"Date:","01 Jan 2024 00:00:00 UTC"\n"epoch"\n"epoch"\n1\n2\n`
  const V1 = `tags: ${TOKEN}\ntest: a.b[${TOKEN}]\nfailure: a.b[${TOKEN}] [ multipart\nContent-Type: text/${TOKEN}\n${TOKEN}\n1\r\nx0\r\n]\n`
  const V2 = Buffer.concat([
    packet({ id: `a.b[${TOKEN}]`, status: 'inprogress', tags: [TOKEN, 'x'], route: TOKEN }),
    packet({
      id: `a.b[${TOKEN}]`,
      status: 'fail',
      tags: [TOKEN],
      mime: `text/${TOKEN}`,
      file: [TOKEN, 'x'],
      route: TOKEN,
    }),
  ])

  it.each([
    ['1', V1],
    ['2', V2],
    ['2, behind a megabyte', Buffer.concat([Buffer.alloc((1 << 20) - 60, ' '), V2])],
  ])(
    'is overwritten in ids, tags, types and names of a stream of version %s, and in the log',
    async (_, stream) => {
      const from = directoryWith({ run: stream, log: LOG, bad: `password ${TOKEN}\n` })
      const destination = directoryWith()
      const options = { destination, secrets: [TOKEN], dstat: ['log', 'bad'].map((name) => join(from, name)) }
      const result = await run(join(from, 'run'), {
        ...options,
        site: true,
        report: join(destination, 'report.html'),
      })
      expect(allText(destination)).not.toContain(TOKEN)
      expect(JSON.stringify(result)).not.toContain(TOKEN)
      const [test] = readJson<{ name: string; tags: string[] }[]>(
        join(destination, 'data'),
        'tempest_run_0_raw.json',
      )
      expect([test.name, test.tags[0]]).toEqual([`a.b[${STARS}]`, STARS])
      expect(readFileSync(join(destination, 'data/dstat_log.csv'), 'utf8')).toBe(LOG.replace(TOKEN, STARS))
      expect(result.problems.map(({ message }) => message)).toEqual([
        expect.stringContaining(`password ${STARS}`),
      ])
      expect(result.counts).toMatchObject({ tests: 1, failed: 1 })
    },
  )

  it.each([true, false])('is replaced where a message quotes a log, if asked for (%j)', async (redact) => {
    const password = 'hunter2secret'
    const secret = `db=mysql://root:${password}@10.0.0.1/nova`
    // a quote is cut: what is left of a token has not its shape
    const cut = `${'x'.repeat(40)} ${GITHUB}`
    const header = '"Dstat 0.7.4 CSV output"\n"system","total usage:"\n"time","usr"\n'
    const from = directoryWith({
      stream: wholeTest('a'),
      'other.log': `${secret}\n`,
      'cut.log': `${cut}\n`,
      'above.log': `${secret}\n${header}2026-03-01 12:00:00,1\n2026-03-01 12:00:01,1\n`,
      'times.log': `${header}${secret},1\n${secret},1\n`,
    })
    const { problems, notices } = await run(join(from, 'stream'), {
      destination: directoryWith(),
      dstat: ['other', 'cut', 'above', 'times'].map((name) => join(from, `${name}.log`)),
      redact,
    })
    const messages = [...problems.map(({ message }) => message), ...notices]
    const hits = (text: string) => messages.filter((message) => message.includes(text)).length
    expect([hits(password), hits('root:***@'), hits(GITHUB.slice(0, 15))]).toEqual(
      redact ? [0, 3, 0] : [3, 0, 1],
    )
  })

  it('is overwritten letter by letter from eight letters on, and in messages by three stars', () => {
    const hider = Hider.of(['1234567', 'tokens-1'])
    const text = Buffer.from('1234567 tokens-1tokens-1')
    hider?.hide(text)
    expect(text.toString()).toBe(`1234567 ${'*'.repeat(16)}`)
    expect(hider?.hideIn('1234567 tokens-1 tokens-1')).toBe('1234567 *** ***')
  })

  it('is not looked for if it is too short, so that nothing is kept or copied for it', () => {
    expect([Hider.of([]), Hider.of(['abc', '1234567'])]).toEqual([null, null])
    expect(Hider.of(['abc', '12345678'])?.hideIn('abc 12345678')).toBe('abc ***')
  })

  it('is found in chunks of any size, and nothing else changes', async () => {
    const value = fc.constantFrom('tokens-1', 'secret-secret', 'x')
    const pieces = fc.array(fc.constantFrom('tokens-1', 'tokens-', 'secret-', 'secret', ' ', '1'), {
      maxLength: 12,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(value),
        pieces,
        fc.integer({ min: 1, max: 20 }),
        async (values, words, size) => {
          const text = Buffer.from(words.join(''))
          async function* chunks() {
            for (let at = 0; at < text.length; at += size) yield Buffer.from(text.subarray(at, at + size))
          }
          const hider = Hider.of(values)
          if (hider === null) {
            expect(values.every((short) => short === 'x')).toBe(true)
            return
          }
          const whole = Buffer.from(text)
          hider.hide(whole)
          const parts: Buffer[] = []
          for await (const part of hider.hidden(chunks())) parts.push(Buffer.from(part))
          expect(Buffer.concat(parts).toString()).toBe(whole.toString())
          const ends = hider.watch()
          let found = false
          for await (const chunk of chunks()) found = ends(chunk) || found
          expect(found).toBe(!whole.equals(text))
        },
      ),
    )
  })
})
