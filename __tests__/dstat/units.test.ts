import { describe, expect, test } from 'vitest'
import { parseCmdline } from '../../src/dstat/header.ts'
import type { LogUnits } from '../../src/dstat/units.ts'
import { columnUnit } from '../../src/dstat/units.ts'

const log = (tool: LogUnits['tool'], more: Partial<LogUnits> = {}): LogUnits => ({
  tool,
  bits: false,
  delay: 1,
  ...more,
})

const parse = (cmdline: string, generator = 'Dstat 0.8.0 CSV output') =>
  parseCmdline(['Cmdline:', cmdline, '', '', '', 'Date:', '23 Nov 2026 18:53:17 UTC'], generator)

describe('the unit of a column', () => {
  test.each([
    ['total cpu usage', 'usr', 'percent'],
    ['cpu12 usage', 'hiq', 'percent'],
    ['per cpu usage', '3', 'percent'],
    ['sda', 'util', 'percent'],
    ['ZFS ARC', 'hit%', 'percent'],
    ['ZFS ARC', 'mem', 'bytes'],
    ['ZFS ARC', 'miss', 'count/s'],
    ['advanced memory usage', 'shmem', 'bytes'],
    ['swp/total', 'used', 'bytes'],
    ['/home', 'free', 'bytes'],
    ['net/eth0', 'recv', 'bytes/s'],
    ['pkt/eth0', '#recv', 'count/s'],
    ['dsk/sda', 'writ', 'bytes/s'],
    ['dsk/sda', '#writ', 'count/s'],
    ['io/sda', 'writ', 'count/s'],
    ['paging', 'in', 'bytes/s'],
    ['system', 'csw', 'count/s'],
    ['interrupts', '20', 'count/s'],
    ['procs', 'run', 'count'],
    ['procs', 'new', 'count/s'],
    ['virtual memory', 'majpf', 'count/s'],
    ['load avg', '15m', 'load'],
    ['tcp sockets', 'act', 'count'],
    ['nfs3 client', 'read', 'count/s'],
    ['what nobody knows', 'thing', 'count'],
  ])('%s: %s is in %s', (title, name, unit) => {
    expect(columnUnit(title, name, log('dstat'))).toEqual({ unit, factor: 1 })
  })

  test.each([
    ['memory usage', 'used', 'bytes', 1024],
    ['total usage', 'usr', 'percent', 1],
    ['dsk/sda', 'read', 'bytes/s', 1024],
    ['dsk/sda', '#read', 'count/s', 1],
    ['net/eth0', 'recv', 'bytes/s', 1],
    ['io/total', 'read', 'count/s', 1],
    ['paging', 'in', 'count/s', 1],
    ['/dev/sda2', 'used', 'bytes', 1024],
    ['total', 'free', 'bytes', 1024],
    ['vg-root', 'writ', 'bytes/s', 1024],
    ['freespace', 'used', 'bytes', 1024],
    ['system', 'int', 'count/s', 0.2],
    ['load avg', '1m', 'load', 1],
  ])('of pcp, %s: %s, is %s with factor %d', (title, name, unit, factor) => {
    expect(columnUnit(title, name, log('pcp', { delay: 5 }))).toEqual({ unit, factor })
  })

  test('has factor 1/8 for bits, and only where dool writes bits', () => {
    const bits = log('dool', { bits: true })
    expect(columnUnit('net/eth0', 'send', bits).factor).toBe(1 / 8)
    expect(columnUnit('dsk/total', 'read', bits).factor).toBe(1 / 8)
    expect(columnUnit('dsk/total', '#read', bits).factor).toBe(1)
    expect(columnUnit('paging', 'in', bits).factor).toBe(1)
    expect(columnUnit('memory usage', 'used', bits).factor).toBe(1)
  })
})

describe('the command line', () => {
  test.each([
    ['dstat -tcmnd --output dstat.csv', 1],
    ['dstat -tcmnd --output dstat.csv 5', 5],
    ['dstat -tcmnd --output dstat.csv 1 4', 1],
    ['dstat -c -C 0,3', 1],
    ['dstat -cC 0 10', 10],
    ['dstat --output 7 10 100', 10],
    ['dstat --output=7 10', 10],
    ['dstat 0', 1],
    ['pcp-dstat -t 500ms', 0.5],
    ['pcp-dstat -t 2min', 120],
    ['', 1],
  ])('"%s" takes a sample every %d s', (cmdline, delay) => {
    expect(parse(cmdline).delay).toBe(delay)
  })

  test.each([
    ['dool -nd', 'dool 1.3.4 CSV output', true],
    ['dool -nd', 'dool 1.3.0 CSV output', true],
    ['dool -nd', 'dool 2.0.0 CSV output', true],
    // dool's issue 45: older versions write bytes, whatever the option.
    ['dool -nd --bits', 'dool 1.2.0 CSV output', false],
    ['dool -nd --bytes', 'dool 1.3.4 CSV output', false],
    ['dool -nd --dstat', 'dool 1.3.4 CSV output', false],
    ['dool -nd --bytes --bits', 'dool 1.3.4 CSV output', true],
    ['dstat -nd --bits', 'Dstat 0.8.0 CSV output', false],
  ])('"%s" in a file of "%s" writes bits: %s', (cmdline, generator, bits) => {
    expect(parse(cmdline, generator).bits).toBe(bits)
  })

  test.each([
    ['dstat -t', 'Dstat 0.7.4 CSV output', 'dstat'],
    ['/usr/bin/dool -t', 'Dstat 0.7.4 CSV output', 'dool'],
    ['/home/dool/bin/dstat -t', 'Dstat 0.7.4 CSV output', 'dstat'],
    ['dstat -t', 'pcp-dstat 6.0.3 CSV Output', 'pcp'],
    ['pcp-dstat -t', '', 'pcp'],
    ['', '', 'dstat'],
  ])('"%s" in a file of "%s" is of the tool %s', (cmdline, generator, tool) => {
    expect(parse(cmdline, generator).tool).toBe(tool)
  })
})
