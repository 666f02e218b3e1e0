import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blockText, isoTimes, logText, readText, TIME_AND_LOAD, timesText } from './logs.ts'

/** The times of day of a log that covers one day. */
const clockTimes = async (text: string, timezone?: string): Promise<string[]> =>
  isoTimes(await readText(text, timezone)).map((time) => time.slice(11, 19))

describe('the time of a row', () => {
  test.each([
    ['23-11 18:53:18'],
    ['Nov-23 18:53:18'],
    ['23-11-2026 18:53:18'],
    ['2026-11-23 18:53:18'],
    ['2026-11-23T18:53:18'],
    ['2026/11/23 18:53:18'],
    ['23/11 18:53:18'],
    ['11/23 18:53:18'],
    ['11/23/26 18:53:18'],
    ['23.11.2026 18:53:18'],
    ['23 Nov 2026 18:53:18'],
    ['Mon Nov 23 18:53:18 2026'],
    ['November 23, 2026 06:53:18 PM'],
    ['23-Nov-26 18:53:18'],
    ['18:53:18'],
    ['2026-11-23T19:53:18+0100'],
    ['2026-11-23T18:53:18Z'],
    ['1795459998'],
  ])('is read from %s', async (time) => {
    const log = await readText(timesText([`"${time}"`, `"${time}"`], '23 Nov 2026 18:53:17 UTC'))
    expect(isoTimes(log)).toEqual(['2026-11-23T18:53:18.000Z'])
  })

  test.each([
    ['2026-11-23 18:53:18'],
    ['11/23/26 18:53:18'],
    ['23 Nov 2026 18:53:18'],
    ['Mon Nov 23 18:53:18 2026'],
    ['23-Nov-26 18:53:18'],
  ])('has its own year: %s', async (time) => {
    const log = await readText(timesText([`"${time}"`, `"${time}"`], '01 Jan 2020 00:00:00 UTC'))
    expect(isoTimes(log)).toEqual(['2026-11-23T18:53:18.000Z'])
  })

  test.each([
    ['12:53:18 AM', '00:53:18'],
    ['1:53:18 a.m.', '01:53:18'],
    ['12:53:18 pm', '12:53:18'],
    ['01:53:18 PM', '13:53:18'],
  ])('has twelve hours before noon and twelve after: %s is %s', async (time, expected) => {
    const text = timesText([`2026-11-23 ${time}`, `2026-11-23 ${time}`], '23 Nov 2026 00:00:00 UTC')
    expect(await clockTimes(text)).toEqual([expected])
  })

  test('has fractions of a second, cut to microseconds', async () => {
    const log = await readText(
      timesText(
        ['23-11 18:53:17.000', '23-11 18:53:18.25', '23-11 18:53:19.123456789'],
        '23 Nov 2026 18:53:17 UTC',
      ),
    )
    expect(Array.from(log.times, (time) => time % 60_000_000)).toEqual([18_250_000, 19_123_456])
  })

  test('has the day before the month, as dstat writes it, if both orders are possible', async () => {
    const log = await readText(timesText(['05-11 10:00:00', '05-11 10:00:01'], '05 Nov 2026 10:00:00 UTC'))
    expect(isoTimes(log)).toEqual(['2026-11-05T10:00:01.000Z'])
  })

  test.each([
    ['05 Nov 2026 10:00:00', '11-05 10:00:00', '11-05 10:00:01', '2026-11-05T10:00:01'],
    ['05 Nov 2026 10:00:00', '05/11 10:00:00', '05/11 10:00:01', '2026-11-05T10:00:01'],
    ['05 Nov 2026 10:00:00', '11-05-2026 10:00:00', '11-05-2026 10:00:01', '2026-11-05T10:00:01'],
    ['12 Nov 2026 23:59:58', '11-12 23:59:58', '11-13 00:00:00', '2026-11-13T00:00:00'],
    ['30 Nov 2026 23:59:58', '11-30 23:59:58', '12-01 00:00:00', '2026-12-01T00:00:00'],
    ['05 Nov 2026 10:00:00', '12-11 10:00:00', '12-11 10:00:01', '2026-11-12T10:00:01'],
  ])(
    'has day and month in the order that is nearest to the header’s date, %s: %s, %s',
    async (date, first, second, expected) => {
      const log = await readText(timesText([first, second], `${date} UTC`))
      expect(isoTimes(log)).toEqual([`${expected}.000Z`])
    },
  )

  test('has day and month in the same order in every row', async () => {
    const times = ['11-12 23:59:58', '11-12 23:59:59', '11-13 00:00:00', '30-11 00:00:01']
    const log = await readText(timesText(times, '12 Nov 2026 23:59:58 UTC'))
    expect(isoTimes(log)).toEqual(['2026-11-12T23:59:59.000Z', '2026-11-13T00:00:00.000Z'])
    expect(log.notes).toContain('1 row without a time (line 10: "30-11 00:00:01"): left out.')
  })

  test('has the order that its own tool writes if the header has no date', async () => {
    const log = await readText(timesText(['05-11-2026 10:00:00', '05-11-2026 10:00:01'], ''))
    expect(isoTimes(log)).toEqual(['2026-11-05T10:00:01.000Z'])
  })

  test('has to be readable: other rows are left out, with a note that quotes the first', async () => {
    const log = await readText(
      timesText(
        ['23-11 18:53:17', 'yesterday', '31-02 10:00:00', '', '23-11 18:53:21'],
        '23 Nov 2026 18:53:17 UTC',
      ),
    )
    expect(isoTimes(log)).toEqual(['2026-11-23T18:53:21.000Z'])
    expect(log.notes).toContain('3 rows without a time (the first is line 8: "yesterday"): left out.')
  })

  test('comes from an epoch column rather than a time column, and a zone given by the user does not change it', async () => {
    const text = logText([
      '"epoch","system","load avg",,',
      '"epoch","time","1m","5m","15m"',
      '1795460000,x,1,2,3',
      '1795460001.5,x,1,2,3',
    ])
    const log = await readText(text, 'Asia/Tokyo')
    expect([log.clock, ...log.times]).toEqual(['epoch', 1795460001500000])
    expect(log.groups.map(({ title }) => title)).toEqual(['load avg'])
  })
})

describe('the date', () => {
  test('moves on to the next year at New Year', async () => {
    const log = await readText(
      timesText(
        ['31-12 23:59:58', '31-12 23:59:59', '01-01 00:00:00', '01-01 00:00:01'],
        '31 Dec 2026 23:59:58 UTC',
      ),
    )
    expect(isoTimes(log)).toEqual([
      '2026-12-31T23:59:59.000Z',
      '2027-01-01T00:00:00.000Z',
      '2027-01-01T00:00:01.000Z',
    ])
    expect(log.notes).toHaveLength(1)
  })

  test('is in the year after the header’s if the first row is after New Year', async () => {
    const log = await readText(timesText(['02-01 10:00:00', '02-01 10:00:01'], '30 Dec 2026 08:00:00 UTC'))
    expect(isoTimes(log)).toEqual(['2027-01-02T10:00:01.000Z'])
  })

  test('may be 29 February of a leap year', async () => {
    const log = await readText(timesText(['29-02 10:00:00', '29-02 10:00:01'], '28 Feb 2028 10:00:00 UTC'))
    expect(isoTimes(log)).toEqual(['2028-02-29T10:00:01.000Z'])
  })

  test('needs a year from the header: without one, the log is an error', async () => {
    const text = timesText(['23-11 18:53:17', '23-11 18:53:18'], '')
    await expect(readText(text)).rejects.toThrow(
      'dstat.csv: line 8: found "23-11 18:53:18", expected a time such as 23-11 18:53:17 or Nov-23 18:53:02, ' +
        'and the year in the Date: of the header',
    )
  })

  test('moves on at midnight if rows have only a time of day', async () => {
    const log = await readText(timesText(['23:59:58', '23:59:59', '00:00:00'], '23 Nov 2026 23:59:58 UTC'))
    expect(isoTimes(log)).toEqual(['2026-11-23T23:59:59.000Z', '2026-11-24T00:00:00.000Z'])
  })
})

describe('the zone', () => {
  test.each([
    ['UTC', '18:53:18', 'stated'],
    ['GMT', '18:53:18', 'header'],
    ['CET', '17:53:18', 'header'],
    ['EST', '23:53:18', 'header'],
    ['NST', '22:23:18', 'header'],
    ['+0530', '13:23:18', 'stated'],
    ['-03', '21:53:18', 'stated'],
    ['+0545', '13:08:18', 'stated'],
    ['', '18:53:18', 'assumed'],
    ['XYZ', '18:53:18', 'assumed'],
    ['CST', '18:53:18', 'assumed'],
    ['__proto__', '18:53:18', 'assumed'],
  ])('"%s" in the header: 18:53:18 is %s UTC (clock: %s)', async (zone, expected, clock) => {
    const text = timesText(['23-11 18:53:17', '23-11 18:53:18'], `23 Nov 2026 18:53:17 ${zone}`)
    const log = await readText(text)
    expect([log.clock, ...isoTimes(log).map((time) => time.slice(11, 19))]).toEqual([clock, expected])
  })

  test('if ambiguous, leaves its other meanings as shifts, with a note on how to set it', async () => {
    const log = await readText(timesText(['23-11 18:53:17', '23-11 18:53:18'], '23 Nov 2026 18:53:17 CST'))
    expect(log.shifts.map((shift) => shift / 3_600_000_000)).toEqual([6, -8, 5])
    expect(log.notes.at(-1)).toBe(
      'The header\'s time zone, "CST", is not certain: the times are read as UTC. ' +
        '--dstat-timezone (input dstat-timezone) settles it.',
    )
  })

  test.each([
    ['seconds since the epoch', timesText(['1795460000', '1795460001'], '23 Nov 2026 18:53:17 CST')],
    [
      'an offset in each row',
      timesText(['2026-11-23 18:53:17 -0600', '2026-11-23 18:53:18 -0600'], '23 Nov 2026 18:53:17 CST'),
    ],
    [
      'a block before, in summer time',
      timesText(['31-10 18:53:17', '31-10 18:53:18'], '31 Oct 2026 18:53:17 CDT') +
        timesText(['01-11 18:53:17', '01-11 18:53:18'], '01 Nov 2026 18:53:17 CST'),
    ],
  ])('if ambiguous, leaves no shifts that not all rows may mean: %s', async (_, text) => {
    const log = await readText(text)
    expect([log.clock, log.shifts]).toEqual(['assumed', []])
  })

  test('that is missing is named as missing', async () => {
    const log = await readText(timesText(['23-11 18:53:17', '23-11 18:53:18'], '23 Nov 2026 18:53:17'))
    expect(log.notes.at(-1)).toMatch(/^The header names no time zone: the times are read as UTC\./)
  })

  test('given by the user overrides that of the header', async () => {
    const text = timesText(['23-11 18:53:17', '23-11 18:53:18'], '23 Nov 2026 18:53:17 UTC')
    const log = await readText(text, '-05:00')
    expect([log.clock, ...isoTimes(log)]).toEqual(['given', '2026-11-23T23:53:18.000Z'])
  })

  test('given by the user is an error if unknown', async () => {
    await expect(readText('', 'Mars/Olympus')).rejects.toThrow('time zone "Mars/Olympus" is not known')
  })

  test('applies to logs without times too', async () => {
    const rows = ['"load avg",,', '"1m","5m","15m"', '0,0,0', '1,2,3', '4,5,6']
    const cmdline = 'dstat -l -C 0,1 --output 9 30 100'
    const log = await readText(logText(rows, { cmdline, date: '23 Nov 2026 18:53:00 CET' }))
    expect(isoTimes(log)).toEqual(['2026-11-23T17:53:30.000Z', '2026-11-23T17:54:00.000Z'])
    const given = await readText(logText(rows, { cmdline, date: '23 Nov 2026 18:53:00 UTC' }), '+02:00')
    expect(isoTimes(given)).toEqual(['2026-11-23T16:53:30.000Z', '2026-11-23T16:54:00.000Z'])
  })
})

describe('summer time', () => {
  // Berlin, 25 October 2026: 03:00 CEST is 02:00 CET.
  const autumn = ['01:59:59', '02:30:00', '02:59:59', '02:00:00', '02:30:00', '03:00:00']
  const autumnUtc = ['00:30:00', '00:59:59', '01:00:00', '01:30:00', '02:00:00']
  const autumnText = (zone: string): string =>
    timesText(
      autumn.map((time) => `25-10 ${time}`),
      `25 Oct 2026 01:59:59 ${zone}`,
    )

  test.each(['CEST', '+02', '+0200'])(
    'ends with a repeated hour, in which times go on (%s)',
    async (zone) => {
      expect(await clockTimes(autumnText(zone))).toEqual(autumnUtc)
    },
  )

  test('ends with a repeated hour in a zone given by the user too', async () => {
    expect(await clockTimes(autumnText('UTC'), 'Europe/Berlin')).toEqual(autumnUtc)
  })

  test('may end in an unknown zone: times go on in the repeated hour', async () => {
    const times = await clockTimes(autumnText(''))
    expect(times).toEqual(['02:30:00', '02:59:59', '03:00:00', '03:30:00', '04:00:00'])
  })

  test('is told by the header’s zone if a log begins in the repeated hour', async () => {
    const text = timesText(['25-10 02:30:00', '25-10 02:30:01'], '25 Oct 2026 02:30:00 CET')
    expect(await clockTimes(text)).toEqual(['01:30:01'])
    const first = timesText(['25-10 02:30:00', '25-10 02:30:01'], '25 Oct 2026 02:30:00 CEST')
    expect(await clockTimes(first)).toEqual(['00:30:01'])
  })

  test('goes on from the samples before if a log is started again in the repeated hour', async () => {
    const rows = (...times: string[]) => [...TIME_AND_LOAD, ...times.map((time) => `25-10 ${time},1,1,1`)]
    const start = rows('02:59:58', '02:59:59', '02:00:00')
    for (const [again, expected] of [
      ['02:30:00', '01:30:01'],
      ['02:00:00', '01:00:01'],
    ]) {
      const more = rows(again, again.replace(/.$/, '1'))
      const date = (time: string) => ({ date: `25 Oct 2026 ${time} ` })
      const text = `${logText(start, date('02:59:58'))}\n\n${blockText(more, date(again))}`
      expect(await clockTimes(text, 'Europe/Berlin')).toEqual(['00:59:59', '01:00:00', expected])
    }
  })

  test.each([
    ['Europe/Berlin', '25 Oct 2026 02:59:57 CET', '25-10 02:59:57', '25-10 02:59:58', '01:59:58'],
    ['Europe/Berlin', '25 Oct 2026 02:59:57 CEST', '25-10 02:59:57', '25-10 02:59:58', '00:59:58'],
    ['Europe/Berlin', '25 Oct 2026 02:59:57 UTC', '25-10 02:59:57', '25-10 02:59:58', '00:59:58'],
    ['America/Chicago', '01 Nov 2026 01:30:00 CST', '01-11 01:30:00', '01-11 01:30:01', '07:30:01'],
    ['America/Chicago', '01 Nov 2026 01:30:00 CDT', '01-11 01:30:00', '01-11 01:30:01', '06:30:01'],
  ])(
    'is told by the header’s zone even if the user gives %s: %s',
    async (given, date, first, second, expected) => {
      expect(await clockTimes(timesText([first, second], date), given)).toEqual([expected])
    },
  )

  test.each([
    ['CET', undefined],
    ['UTC', 'Europe/Berlin'],
  ])('starts with a skipped hour, and no sample is lost (%s, %s)', async (zone, given) => {
    const text = timesText(
      ['29-03 01:59:58', '29-03 01:59:59', '29-03 03:00:00', '29-03 03:00:01'],
      `29 Mar 2026 01:59:58 ${zone}`,
    )
    expect(await clockTimes(text, given)).toEqual(['00:59:59', '01:00:00', '01:00:01'])
  })

  test('is not applied if the log has times in the skipped hour: MST is Phoenix then', async () => {
    const text = timesText(
      ['08-03 01:59:58', '08-03 01:59:59', '08-03 02:00:00', '08-03 03:00:00'],
      '08 Mar 2026 01:59:58 MST',
    )
    expect(await clockTimes(text)).toEqual(['08:59:59', '09:00:00', '10:00:00'])
  })

  test('is not applied to EST, which in summer is Panama, not New York', async () => {
    const text = timesText(['01-07 12:00:00', '01-07 12:00:01'], '01 Jul 2026 12:00:00 EST')
    expect(await clockTimes(text)).toEqual(['17:00:01'])
  })

  test('is not applied to UTC, where a repeated hour is a clock that went back', async () => {
    const text = timesText(['23-11 10:00:00', '23-11 10:59:59', '23-11 10:00:00'], '23 Nov 2026 10:00:00 UTC')
    expect(await clockTimes(text)).toEqual(['10:00:00', '10:59:59'])
  })
})

describe('a clock that went back', () => {
  test('has its samples sorted by time, values included, with a note', async () => {
    const rows = [3, 5, 4, 5, 6].map((second) => `23-11 18:53:0${second},${second},0,0`)
    const log = await readText(logText([...TIME_AND_LOAD, '23-11 18:53:00,0,0,0', ...rows]))
    expect(Array.from(log.times, (time) => (time / 1_000_000) % 60)).toEqual([3, 4, 5, 5, 6])
    expect(Array.from(log.groups[0].metrics[0].values)).toEqual([3, 4, 5, 5, 6])
    expect(log.notes.at(-1)).toBe(
      'The clock went back once: the samples are put in the order of their times.',
    )
  })

  test('has sorted times even if blocks were concatenated in the wrong order', async () => {
    const early = [...TIME_AND_LOAD, '23-11 10:00:00,0,0,0', '23-11 10:00:01,1,1,1']
    const late = [...TIME_AND_LOAD, '23-11 12:00:00,0,0,0', '23-11 12:00:01,2,2,2']
    const text = `${logText(late)}\n\n${blockText(early, { date: '23 Nov 2026 10:00:00 UTC' })}`
    expect(await clockTimes(text)).toEqual(['10:00:01', '12:00:01'])
  })

  test('has ascending times and loses none, whatever they are', async () => {
    const second = fc.integer({ min: 0, max: 2 * 366 * 86_400 })
    await fc.assert(
      fc.asyncProperty(fc.array(second, { minLength: 1, maxLength: 30 }), async (seconds) => {
        const times = seconds.map((value) => new Date(Date.UTC(2026, 0, 1) + value * 1000).toISOString())
        const log = await readText(timesText(['2026-01-01T00:00:00', ...times], '01 Jan 2026 00:00:00 UTC'))
        const expected = seconds.toSorted((a, b) => a - b).map((value) => Date.UTC(2026, 0, 1) + value * 1000)
        expect(Array.from(log.times, (time) => time / 1000)).toEqual(expected)
      }),
      { numRuns: 50 },
    )
  })
})
