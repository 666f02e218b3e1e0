/** What a pattern that backtracks would work on for hours: runs of one thing with another at the end. */

const RUNS = [
  ...Array.from('"\' \t.-_[](){}<>:;,=/\\`0aZ#*|!~@%+&$^?'),
  '\n',
  '\r',
  '\r\n',
  '\u001b[',
  '\u0085',
  '\u00e9',
  '\u2028',
  '\ud83d\ude00',
  '1.',
  'a.',
  '[a,',
  'id-',
  'pcp',
  'dool ',
  'dstat  ',
  ';charset="',
  '__',
  '::',
  '##[',
]

/** Texts of about so many characters: a pattern for the run matches nearly all of one, and then does not. */
export const worstTexts = (length: number): string[] =>
  RUNS.map((run) => `${run.repeat(length / run.length)}x`)
