import type { Status } from '../../format/exported.ts'
import type { Tone } from '../../words/verdict.ts'
import { Glyph } from './glyph.tsx'

const FORM: Readonly<Record<Tone, Status>> = {
  failed: 'fail',
  lost: 'unknown',
  passed: 'success',
  skipped: 'skip',
  none: 'inprogress',
}

/** The verdict's glyph, without a label: the verdict is written beside it. */
export function ToneGlyph({ tone }: { tone: Tone }) {
  return <Glyph status={FORM[tone]} label={false} />
}
