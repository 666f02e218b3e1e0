import { describe, expect, test } from 'vitest'
import { isoTimes, logText, metric, outline, readFixture, readText, values } from './logs.ts'

const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length

const CPU = 'usr sys idl wai stl'

describe('the log of each tool is read', () => {
  test('from dstat with times of day', async () => {
    const log = await readFixture('dstat-0.8.0-tcmnd.csv')
    expect(log.clock).toBe('stated')
    expect(isoTimes(log)).toEqual([
      '2026-11-23T18:53:18.000Z',
      '2026-11-23T18:53:19.000Z',
      '2026-11-23T18:53:20.000Z',
    ])
    expect(outline(log)).toEqual({
      'total cpu usage': CPU,
      'memory usage': 'used free buff cach',
      'net/total': 'recv send',
      'dsk/total': 'read writ',
    })
    expect(values(log, 'total cpu usage', 'usr')).toEqual([29.146, 1, 1.5])
    expect(values(log, 'memory usage', 'cach')).toEqual([4909117440, 4909117440, 4909498368])
    expect(values(log, 'net/total', 'send')).toEqual([0, 0, 395])
    expect(values(log, 'dsk/total', 'read')).toEqual([0, 0, 380928])
    expect(metric(log, 'dsk/total', 'read').unit).toBe('bytes/s')
  })

  test('from dstat with seconds since the epoch, to the millisecond', async () => {
    const log = await readFixture('dstat-0.8.0-Tcmnd.csv')
    expect(log.clock).toBe('epoch')
    expect(Array.from(log.times)).toEqual([1795460001855000, 1795460002855000, 1795460003857000])
    expect(outline(log)).not.toHaveProperty('epoch')
    expect(values(log, 'dsk/total', 'writ')).toEqual([585728, 2228224, 0])
  })

  test('from dstat with all columns, in the right units', async () => {
    const log = await readFixture('dstat-0.8.0-tcmndrylpgtcp.csv')
    expect(outline(log)).toEqual({
      'total cpu usage': CPU,
      'memory usage': 'used free buff cach',
      'net/total': 'recv send',
      'dsk/total': 'read writ',
      'io/total': 'read writ',
      system: 'int csw',
      'load avg': '1m 5m 15m',
      procs: 'run blk new',
      paging: 'in out',
      'tcp sockets': 'lis act syn tim clo',
    })
    expect(values(log, 'system', 'int')).toEqual([754, 184, 266])
    expect(values(log, 'load avg', '15m')).toEqual([6.56, 6.56, 6.56])
    const units = log.groups.map(({ title, metrics }) => [title, ...new Set(metrics.map(({ unit }) => unit))])
    expect(units).toEqual([
      ['total cpu usage', 'percent'],
      ['memory usage', 'bytes'],
      ['net/total', 'bytes/s'],
      ['dsk/total', 'bytes/s'],
      ['io/total', 'count/s'],
      ['system', 'count/s'],
      ['load avg', 'load'],
      ['procs', 'count', 'count/s'],
      ['paging', 'bytes/s'],
      ['tcp sockets', 'count'],
    ])
  })

  test('from dool, whose bits of network and disks become bytes, with a note', async () => {
    const log = await readFixture('dool-1.3.4-tcmnd.csv')
    expect(isoTimes(log)[0]).toBe('2026-11-23T18:53:03.000Z')
    // 3160 bits are the 395 bytes that dstat counted for the same request.
    expect(values(log, 'net/total', 'recv')).toEqual([395, 0, 405])
    expect(values(log, 'dsk/total', 'writ')).toEqual([0, 0, 2449408])
    expect(values(log, 'memory usage', 'avai')).toEqual([24023814144, 24032342016, 24309862400])
    expect(log.notes.join(' ')).toContain('dool counts network and disks in bits')
  })

  test('from dool and dstat with the same values for the same seconds', async () => {
    const [dool, dstat] = await Promise.all([
      readFixture('nova-slice-dool.csv'),
      readFixture('nova-slice-dstat.csv'),
    ])
    expect(Array.from(dool.times)).toEqual(Array.from(dstat.times))
    expect(dool.times.length).toBe(160)
    for (const [title, name] of [
      ['dsk/total', 'writ'],
      ['io/total', 'writ'],
      ['total cpu usage', 'usr'],
    ] as const) {
      expect(mean(values(dool, title, name)) / mean(values(dstat, title, name))).toBeCloseTo(1, 1)
    }
  })

  test('from dool with all columns and swap', async () => {
    const log = await readFixture('dool-1.3.4-tcmndrylpgtcpswap.csv')
    expect(outline(log)['swap']).toBe('used free')
    expect(metric(log, 'swap', 'used').unit).toBe('bytes')
    expect(values(log, 'procs', 'new')).toEqual([7, 130, 7])
    // Requests are not counted in bits.
    expect(values(log, 'io/total', 'writ')).toEqual([139, 524, 58])
  })

  test('from dool without times, which are counted from the header’s date by the interval', async () => {
    const log = await readFixture('dool-1.3.4-cmnd.csv')
    expect(log.clock).toBe('stated')
    expect(isoTimes(log)).toEqual([
      '2026-11-23T18:53:12.000Z',
      '2026-11-23T18:53:13.000Z',
      '2026-11-23T18:53:14.000Z',
    ])
    expect(log.notes.join(' ')).toContain('no column of times')
  })

  test('from pcp dstat, whose KiB become bytes, whose blank groups are one cell, and whose prefixes are removed', async () => {
    const log = await readFixture('pcp-dstat-6.0.3-epoch.csv')
    expect(log.clock).toBe('epoch')
    expect(Array.from(log.times)).toEqual([
      1795459950000000, 1795459951000000, 1795459952000000, 1795459953000000,
    ])
    expect(outline(log)).toEqual({
      'total usage': CPU,
      'memory usage': 'used free buf cach',
      'net/total': 'recv send',
      'dsk/total': 'read writ',
    })
    expect(values(log, 'total usage', 'usr')).toEqual([22.491, 1, 1.5, 15.981])
    expect(metric(log, 'total usage', 'usr').unit).toBe('percent')
    expect(values(log, 'memory usage', 'used')[0]).toBe(771116 * 1024)
    expect(values(log, 'dsk/total', 'writ')[3]).toBe(1494.206 * 1024)
    // It counts the network in bytes.
    expect(values(log, 'net/total', 'recv')[2]).toBe(437.044)
  })

  test('from a file that dstat resumed with fewer columns, without the first sample of each start', async () => {
    const log = await readFixture('dstat-0.8.0-reopened.csv')
    expect(isoTimes(log).map((time) => time.slice(14, 19))).toEqual([
      '53:18',
      '53:19',
      '53:20',
      '53:31',
      '53:32',
    ])
    expect(values(log, 'total cpu usage', 'usr')).toEqual([29.146, 1, 1.5, 0, 1.005])
    expect(values(log, 'net/total', 'recv')).toEqual([0, 0, 395, Number.NaN, Number.NaN])
    expect(log.notes).toEqual([
      expect.stringContaining('first sample of each of 2 starts is left out: it holds averages'),
    ])
  })
})

test('concatenated files are each read in the units of the tool that their first line names', async () => {
  const titles = ['"system","net/total",', '"time","recv","send"']
  const rows = (day: string): string[] => [...titles, `${day} 18:53:17,0,0`, `${day} 18:53:18,800,1600`]
  const dool = { generator: 'dool 1.3.4 CSV output', cmdline: 'dool -tn --output x 1' }
  const dstat = { cmdline: 'dstat -tn --output x 1', date: '24 Nov 2026 18:53:17 UTC' }
  const log = await readText(logText(rows('Nov-23'), dool) + logText(rows('24-11'), dstat))
  expect(values(log, 'net/total', 'recv')).toEqual([100, 800])
})

describe('other columns', () => {
  test('groups per CPU and per device are read', async () => {
    const log = await readText(
      logText([
        '"system","cpu0 usage",,,,,"cpu1 usage",,,,,"net/eth0",,"net/lo",,"dsk/sda",,"dsk/sdb",',
        '"time","cpu0 usage:usr","cpu0 usage:sys","cpu0 usage:idl","cpu0 usage:wai","cpu0 usage:stl","cpu1 usage:usr","cpu1 usage:sys","cpu1 usage:idl","cpu1 usage:wai","cpu1 usage:stl","net/eth0:recv","net/eth0:send","net/lo:recv","net/lo:send","dsk/sda:read","dsk/sda:writ","dsk/sdb:read","dsk/sdb:writ"',
        `23-11 18:53:17,${'0,'.repeat(17)}0`,
        '23-11 18:53:18,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18',
      ]),
    )
    expect(outline(log)).toEqual({
      'cpu0 usage': CPU,
      'cpu1 usage': CPU,
      'net/eth0': 'recv send',
      'net/lo': 'recv send',
      'dsk/sda': 'read writ',
      'dsk/sdb': 'read writ',
    })
    expect(values(log, 'cpu1 usage', 'stl')).toEqual([10])
    expect(values(log, 'dsk/sdb', 'writ')).toEqual([18])
    expect(metric(log, 'cpu1 usage', 'stl').unit).toBe('percent')
  })

  test('columns named by numbers, commas at the ends of rows, and a time in the middle are read', async () => {
    const log = await readText(
      logText([
        '"interrupts",,,"system","system",,',
        '"20","21","95","time","int","csw",',
        '1,2,3,23-11 18:53:17,4,5,',
        '6,7,8,23-11 18:53:18,9,10,',
      ]),
    )
    expect(outline(log)).toEqual({ interrupts: '20 21 95', system: 'int csw' })
    expect(values(log, 'interrupts', '95')).toEqual([8])
    expect(values(log, 'system', 'csw')).toEqual([10])
  })

  test('groups with the same title are kept apart', async () => {
    const log = await readText(
      logText(['"memory usage",,"memory usage",', '"used","free","used","free"', '0,0,0,0', '1,2,3,4']),
    )
    expect(
      log.groups.map(({ title, metrics }) => [title, ...metrics.map(({ values: one }) => one[0])]),
    ).toEqual([
      ['memory usage', 1, 2],
      ['memory usage', 3, 4],
    ])
  })

  test('columns of words are left out, with a note that names them', async () => {
    const log = await readText(
      logText([
        '"most expensive","load avg",,',
        '"cpu process","1m","5m","15m"',
        'python3/25,1,2,3',
        'python3/99,4,5,6',
        ',7,8,9',
      ]),
    )
    expect(outline(log)).toEqual({ 'load avg': '1m 5m 15m' })
    expect(log.notes.at(-1)).toBe(
      'Columns that hold words, not numbers, are left out: "most expensive: cpu process".',
    )
  })

  test('a word among numbers is blank, with a note that counts it', async () => {
    const log = await readText(logText(['"load avg",,', '"1m","5m","15m"', '0,0,0', '1,x,3', '4,5,nan']))
    expect(values(log, 'load avg', '5m')).toEqual([Number.NaN, 5])
    expect(values(log, 'load avg', '15m')).toEqual([3, Number.NaN])
    expect(log.notes.at(-1)).toBe('1 cell holds a word where a number belongs: left blank.')
  })

  test('a decimal comma between quotes is read as a point', async () => {
    const log = await readText(logText(['"load avg",,', '"1m","5m","15m"', '0,0,0', '"1,25","0,5",3']))
    expect(log.groups[0].metrics.map(({ values: one }) => one[0])).toEqual([1.25, 0.5, 3])
  })

  test('colour codes and spaces that a dool plugin writes into cells are ignored', async () => {
    const log = await readText(
      logText(['"memory percent",', '"used","free"', '0,0', '\u001b[38;5;9m 71.5\u001b[0;0m, 12.0'], {
        generator: 'dool 1.3.4 CSV output',
      }),
    )
    expect(values(log, 'memory percent', 'used')).toEqual([71.5])
    expect(values(log, 'memory percent', 'free')).toEqual([12])
    expect(metric(log, 'memory percent', 'used').unit).toBe('percent')
  })

  test('a pcp group that is blank for a while has NaN, and its neighbours keep their values', async () => {
    const log = await readText(
      logText(
        [
          '"net/eth0",,"load avg",,,"dsk/total",',
          '"net/eth0:recv","net/eth0:send","1m","5m","15m","dsk/total:read","dsk/total:writ"',
          ',1,2,3,',
          '10,11,1,2,3,20,21',
          ',4,5,6,22,23',
          '12,13,7,8,9,',
          ',7,8',
        ],
        { generator: 'pcp-dstat 6.0.3 CSV Output', cmdline: 'pcp-dstat -n -N eth0 -ld 1' },
      ),
    )
    expect(values(log, 'net/eth0', 'send')).toEqual([11, Number.NaN, 13])
    expect(values(log, 'load avg', '15m')).toEqual([3, 6, 9])
    expect(values(log, 'dsk/total', 'writ')).toEqual([21 * 1024, 23 * 1024, Number.NaN])
    expect(log.notes).toContain('1 row with other columns than the titles (line 11): left out.')
  })

  test('a remark of pcp after a row that it was late becomes a note', async () => {
    const log = await readText(
      logText(['"load avg",,', '"1m","5m","15m"', '0,0,0', '1,2,3,"missed 2 ticks"', '4,5,6'], {
        generator: 'pcp-dstat 6.0.3 CSV Output',
        cmdline: 'pcp-dstat -l 1',
      }),
    )
    expect(values(log, 'load avg', '15m')).toEqual([3, 6])
    expect(log.notes.join(' ')).toContain('was late for some samples, and said so once')
  })
})
