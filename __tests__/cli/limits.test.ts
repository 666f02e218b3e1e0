/** The real command at the limits of the machine: a full disk, few open files, no write permission. */

import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { shellCommand } from '../helpers/command.ts'
import { hiddenNames, idsOf } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'

const isWindows = process.platform === 'win32'
const isRoot = process.getuid?.() === 0

const LOG = Buffer.alloc(60_000, 'a log of many letters\n')
const withLog = (id: string): Buffer =>
  Buffer.concat([packet({ id, status: 'inprogress', mime: 'text/plain', file: ['log', LOG] }), wholeTest(id)])
/** 2.4 MB. */
const BIG = Buffer.concat(Array.from({ length: 40 }, (_, i) => withLog(`pkg.${i}`)))

/** Makes a directory with these files and an export of one test, `old`. */
function overEarlier(files: Readonly<Record<string, string | Uint8Array>>) {
  const from = directoryWith({ ...files, old: wholeTest('old') })
  const out = join(from, 'out')
  shellCommand('COMMAND "$@"', ['-f', join(from, 'old'), out])
  return { from, out }
}

describe.skipIf(isWindows)('a limit of the file size', () => {
  // limits in KiB; the files of `big` need 2,400
  it.each([
    ['the data', 'COMMAND -f "$1/big" "$1/out"', 1000],
    ['compressed data', 'COMMAND -z -f "$1/noise" "$1/out"', 100],
    ['a copy of standard input', 'COMMAND -i "$1/out" < "$1/big"', 1000],
    ['a copy of a log', 'COMMAND -f "$1/small" --dstat "$1/log" "$1/out"', 20],
  ])('that %s exceeds leaves the earlier export, and the error has path and remedy', (_, script, limit) => {
    const noise = Array.from({ length: 30_000 }, (__, i) => wholeTest(`t${Math.sin(i)}`))
    const log = `"dool 1.3.4 CSV output"\n"epoch"\n"epoch"\n${'1000000000\n'.repeat(3000)}`
    const { from, out } = overEarlier({ big: BIG, noise: Buffer.concat(noise), small: wholeTest('a'), log })
    const { status, err } = shellCommand(`ulimit -f ${limit}; ${script}`, [from])
    expect(err).toBe(
      `stackviz-export: nothing was exported: ${out}: a file would become larger than is allowed; raise the limit (ulimit -f), or choose another place\n`,
    )
    expect(status).toBe(1)
    expect(idsOf(out)).toEqual([['old']])
    expect(hiddenNames(out)).toEqual([])
    expect(existsSync(join(out, 'report.html'))).toBe(false)
  })
})

/** A shell line that mounts a disk of `kib` KiB on `$1/disk`; to be run in a mount namespace of its own. */
const withDisk = (kib: number): string =>
  `mkdir "$1/disk"; mount -t tmpfs -o size=${kib}k none "$1/disk" || exit 77; trap 'umount "$1/disk"' EXIT;`
const canMount = isRoot && spawnSync('sh', ['-c', 'unshare -m true']).status === 0

describe.skipIf(!canMount)('a full disk', () => {
  it.each([
    ['of plain data', '-f "$1/big"'],
    ['of compressed data', '-z -f "$1/noise"'],
    ['of standard input', '-i'],
    ['that uses up all inodes', '-f "$1/small"', ',nr_inodes=6'],
  ])('during an export %s is reported, with nothing left on it', (_, args, more = '') => {
    const noise = Buffer.concat(Array.from({ length: 30_000 }, (__, i) => wholeTest(`t${Math.sin(i)}`)))
    const from = directoryWith({ big: BIG, noise, small: wholeTest('a') })
    const disk = withDisk(60).replace('k none', `k${more} none`)
    const script = `${disk} COMMAND ${args} "$1/disk/out" < "$1/big"; echo "status $?"; ls -A "$1/disk/out"`
    const { out, err } = shellCommand(`unshare -m bash -c '${script.replaceAll("'", `'"'"'`)}' sh "$1"`, [
      from,
    ])
    expect(err).toBe(
      `stackviz-export: nothing was exported: ${from}/disk/out: no space is left on the device; free some, or choose another place\n`,
    )
    expect(out).toBe('status 1\n')
  })
})

describe.skipIf(isWindows)('a destination that cannot be written to', () => {
  it('is reported with a remedy', () => {
    const from = directoryWith({ run: wholeTest('a') })
    mkdirSync(join(from, 'locked'))
    chmodSync(join(from, 'locked'), 0o555)
    // root may write to any directory, but nobody can create one in /proc
    const place = isRoot ? '/proc' : join(from, 'locked')
    const { status, err } = shellCommand('COMMAND "$@"', ['-f', join(from, 'run'), join(place, 'out')])
    expect(status).toBe(1)
    expect(err).toMatch(
      /^stackviz-export: nothing was exported: .*out: (?:permission denied; make it writable|no such file or directory; check)/,
    )
  })

  it('is reported as a file if it is a device', () => {
    const from = directoryWith({ run: wholeTest('a') })
    const { status, err } = shellCommand('COMMAND "$@"', ['-f', join(from, 'run'), '/dev/null'])
    expect([status, err]).toEqual([
      1,
      `stackviz-export: nothing was exported: /dev/null is a file, but DEST must be a directory; put --stream-file (-f) in front of each stream\n`,
    ])
  })
})

describe.skipIf(!canMount)('a full disk for the report alone', () => {
  it('is reported with the report’s directory, and the earlier export stays', () => {
    const { from, out } = overEarlier({ big: BIG })
    const script = `${withDisk(60)} COMMAND -f "$1/big" --report "$1/disk/report.html" "$1/out"`
    const { status, err } = shellCommand(`unshare -m bash -c '${script.replaceAll("'", `'"'"'`)}' sh "$1"`, [
      from,
    ])
    expect([status, err]).toEqual([
      1,
      `stackviz-export: nothing was exported: ${from}/disk: no space is left on the device; free some, or choose another place\n`,
    ])
    expect(idsOf(out)).toEqual([['old']])
  })
})

describe.skipIf(isWindows)('a low limit of open files', () => {
  it('suffices or is reported, and leaves no temporary files either way', () => {
    const from = directoryWith({ a: BIG, b: wholeTest('b'), c: wholeTest('c') })
    const seen = new Set<string>()
    // Node alone needs about twenty
    for (let files = 18; files < 34; files += 1) {
      const out = join(from, `out-${files}`)
      const { status, err } = shellCommand(
        `ulimit -n ${files}; COMMAND "$@"`,
        ['a', 'b', 'c']
          .flatMap((name) => ['-f', join(from, name)])
          .concat('--report', join(from, `report-${files}.html`), out),
      )
      // Node did not start
      if (!existsSync(out)) continue
      const names = readdirSync(out)
      expect(hiddenNames(out), `${files} files`).toEqual([])
      expect([0, 1], `${files} files: ${err}`).toContain(status)
      if (status === 0) expect(idsOf(out).length).toBe(3)
      else expect(err, `${files} files`).toContain('raise the limit (ulimit -n)')
      seen.add(`${status} ${names.includes('config.json')}`)
    }
    expect(hiddenNames(from)).toEqual([])
    expect(seen).toContain('0 true')
    expect(seen.size).toBeGreaterThan(1)
  })

  it('suffices for five hundred inputs, since each is closed before the next', () => {
    const files = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`in/${i}`, wholeTest(`t${i}`)]))
    const from = directoryWith(files)
    const script =
      'ulimit -n 40; args=(); for f in "$1"/in/*; do args+=(-f "$f"); done; COMMAND "${args[@]}" "$1/out"'
    expect(shellCommand(script, [from])).toMatchObject({ status: 0, err: '' })
    expect(idsOf(join(from, 'out')).length).toBe(500)
  })
})

describe.skipIf(isWindows)('a report that would replace something else', () => {
  it.each([
    ['config.json', 'an exported file has that name'],
    ['TEMPEST_x_0_raw.json.gz', 'an exported file has that name'],
    ['dstat_log.csv', 'an exported file has that name'],
    ['../run', 'it is an input'],
    ['../alias/config.json', 'an exported file has that name'],
    ['../alias/../run', 'it is an input'],
    ['../same', 'it is an input'],
    ['../repo/.stestr/0', 'it is in a repository of test runs'],
    ['../named/1', 'it is in a repository of test runs'],
    ['.', 'the data needs a directory of that name'],
    ['..', 'the data needs a directory of that name'],
    ['/dev/null', 'it is a device or a pipe'],
    ['/dev/stdout', 'it is a device or a pipe'],
  ])('at %s is rejected before anything is written', (name, why) => {
    const files = { 'repo/.stestr/0': '', 'named/format': '1\n', 'named/0': '', 'out/mine.txt': '' }
    const from = directoryWith({ run: wholeTest('a'), ...files })
    symlinkSync('out', join(from, 'alias'))
    // a second name for the same file, like RUN on a case-insensitive file system
    linkSync(join(from, 'run'), join(from, 'same'))
    const report = name.startsWith('/') ? name : `${from}/out/${name}`
    const { status, err } = shellCommand('COMMAND "$@"', [
      '-f',
      `${from}/run`,
      '-r',
      `${from}/named`,
      '--report',
      report,
      `${from}/out`,
    ])
    expect(status).toBe(1)
    expect(err).toBe(
      `stackviz-export: nothing was exported: ${report}: the report cannot be written there: ${why}${why.includes('device') ? ', not a file' : ''}; choose another place\n`,
    )
    expect(readdirSync(join(from, 'out'))).toEqual(['mine.txt'])
    expect(readFileSync(join(from, 'run'))).toEqual(wholeTest('a'))
  })
})

describe('the destination', () => {
  it('is reported as a file if the shell expanded * to two streams', () => {
    const from = directoryWith({ 'a.subunit': wholeTest('a'), 'b.subunit': wholeTest('b') })
    const [a, b] = ['a', 'b'].map((name) => join(from, `${name}.subunit`))
    const { status, err } = shellCommand('COMMAND "$@"', ['-f', a, b])
    expect([status, err]).toEqual([
      1,
      `stackviz-export: nothing was exported: ${b} is a file, but DEST must be a directory; put --stream-file (-f) in front of each stream\n`,
    ])
    expect(readFileSync(b)).toEqual(wholeTest('b'))
  })

  it.each([
    ['{"port": 8080}', 'does not belong to an export'],
    ['# a comment\n', 'does not belong to an export'],
    ['', null],
    ['\0\0\0\0', null],
    ['{\n "tempest": [\n  {', null],
    ['{"deployer": false, "tempest": []}', null],
    ['{"datasets": []}', null],
  ])('is rejected because of a config.json of %j only if that is not from an export', (text, why) => {
    const from = directoryWith({ run: wholeTest('a'), 'out/config.json': text })
    const { status, err } = shellCommand('COMMAND "$@"', ['-f', join(from, 'run'), join(from, 'out')])
    expect(status).toBe(why === null ? 0 : 1)
    if (why === null) expect(idsOf(join(from, 'out'))).toEqual([['a']])
    else {
      expect(err).toContain(`nothing was exported: ${join(from, 'out', 'config.json')} ${why}`)
      expect(readFileSync(join(from, 'out/config.json'), 'utf8')).toBe(text)
      expect(readdirSync(join(from, 'out'))).toEqual(['config.json'])
    }
  })

  it('is taken for the report’s directory if they differ only in case', () => {
    const from = directoryWith({ run: wholeTest('a') })
    const report = join(from, 'OUT/config.json')
    const args = ['-f', join(from, 'run'), '--report', report, join(from, 'out')]
    const { status, err } = shellCommand('COMMAND "$@"', args)
    expect([status, err]).toEqual([
      1,
      `stackviz-export: nothing was exported: ${report}: the report cannot be written there: an exported file has that name; choose another place\n`,
    ])
  })

  it.each(['index.html', 'INDEX.html'])('cannot have the report in place of the site’s %s', (name) => {
    const from = directoryWith({ run: wholeTest('a') })
    const out = join(from, 'out')
    const report = join(out, name)
    const { status, err } = shellCommand('COMMAND "$@"', [
      '-f',
      join(from, 'run'),
      '--site',
      '--report',
      report,
      out,
    ])
    expect([status, err]).toEqual([
      1,
      `stackviz-export: nothing was exported: ${report}: the report cannot be written there: the site's page has that name; choose another place\n`,
    ])
  })
})

describe.skipIf(isWindows)('standard output', () => {
  it.skipIf(process.platform !== 'linux')('to a full disk causes an error, but the export stays', () => {
    const from = directoryWith({ run: wholeTest('a') })
    const result = shellCommand('COMMAND -f "$1/run" "$1/out" > /dev/full', [from])
    expect(result).toMatchObject({
      status: 1,
      err: expect.stringMatching(/^stackviz-export: standard output: no space/),
    })
    expect(idsOf(join(from, 'out'))).toEqual([['a']])
  })

  it('to a pipe that is closed early causes no error', () => {
    const from = directoryWith({ run: wholeTest('a') })
    expect(shellCommand('COMMAND -f "$1/run" "$1/out" | true; exit ${PIPESTATUS[0]}', [from])).toEqual({
      status: 0,
      out: '',
      err: '',
    })
  })

  it('stays short if a test’s name is huge', () => {
    const from = directoryWith({ run: wholeTest('\u001b'.repeat(1 << 20), 'fail') })
    const { out } = shellCommand('COMMAND -f "$1/run" "$1/out"', [from])
    expect(out).toContain('✕ \\u{1b}\\u{1b}')
    expect(out).toContain('…\n')
    expect(out.length).toBeLessThan(1000)
  })
})

describe.skipIf(isWindows)('standard input', () => {
  it('that is a directory causes an error', () => {
    const from = directoryWith()
    const { status, err } = shellCommand('COMMAND -i "$1/out" < "$1"', [from])
    expect(status).toBe(1)
    expect(err).toMatch(/^stackviz-export: nothing was exported: standard input: is a directory/)
  })
})

describe.skipIf(isWindows)('a pipe that nobody writes to', () => {
  it.each(['-f', '--dstat'])('for %s can be interrupted by SIGTERM, and nothing is left', (option) => {
    const from = directoryWith({ run: wholeTest('a') })
    // waits for the command's temporary directory before the signal
    const script = `mkfifo "$1/pipe"; COMMAND -f "$1/run" ${option} "$1/pipe" "$1/out" & pid=$!
      until ls -A "$1/out" 2>/dev/null | grep -q export; do sleep 0.01; done; kill -TERM $pid; wait $pid`
    expect(shellCommand(script, [from])).toEqual({ status: 143, out: '', err: '' })
    expect(readdirSync(join(from, 'out'))).toEqual([])
  })
})
