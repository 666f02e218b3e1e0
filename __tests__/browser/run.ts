import type { StreamTest } from './page.ts'

export const TRACEBACK =
  'Traceback (most recent call last):\n  File "a.py", line 1, in test_roles\n    user()\nKeyError: \'USER\'\n'
export const FAILING = 'nova.tests.unit.api.test_auth.TestRoles.test_roles'

/** A small run with every kind of test that the home page mentions. */
export const TESTS: readonly StreamTest[] = [
  {
    id: FAILING,
    status: 'fail',
    tags: ['worker-0'],
    seconds: 0.5,
    files: [
      ['traceback', TRACEBACK],
      ['stderr', 'noise\n'],
    ],
  },
  {
    id: 'nova.tests.unit.api.test_auth.TestRoles.test_none',
    status: 'fail',
    tags: ['worker-1'],
    seconds: 0.25,
    files: [['traceback', TRACEBACK]],
  },
  {
    id: 'nova.tests.unit.test_db.TestDb.test_mysql',
    status: 'skip',
    tags: ['worker-1'],
    start: 1,
    seconds: 0.001,
    files: [['reason', 'no database here']],
  },
  { id: 'nova.tests.unit.test_db.TestDb.test_killed', status: 'inprogress', tags: ['worker-0'], start: 2 },
  ...Array.from(
    { length: 40 },
    (_, n): StreamTest => ({
      id: `nova.tests.unit.test_many.TestMany.test_${n}`,
      tags: [`worker-${n % 2}`],
      start: 1 + n / 10,
      seconds: 0.1,
      files: [['pythonlogging', `line of test ${n}\n`]],
    }),
  ),
]

/** A log of the machine, from two seconds before the run. */
export const DSTAT = `"Dstat 0.8.0 CSV output"
"Author:","Dag",,,,"URL:","http://example.org"
"Host:","vm",,,,"User:","root"
"Cmdline:","dstat --epoch",,,,"Date:","23 Nov 2026 18:14:00 UTC"
"epoch","total cpu usage",,,,,"memory usage",,,,"net/total",,"dsk/total",
"epoch","usr","sys","idl","wai","stl","used","free","buff","cach","recv","send","read","writ"
${Array.from({ length: 8 }, (_, i) => `${1795457658 + i}.0,${i === 5 ? 97 : 40},3,0,0,0,2000000000,1,1,500000000,${i}00,0,0,4096`).join('\n')}
`
