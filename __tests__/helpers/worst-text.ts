/** Texts that would keep a backtracking pattern busy for hours: a repeated run, then another character. */

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

/** Texts of about that length. A pattern for the run matches nearly all of a text, and then fails. */
export const worstTexts = (length: number): string[] =>
  RUNS.map((run) => `${run.repeat(length / run.length)}x`)
