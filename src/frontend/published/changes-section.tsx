import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { testHash } from '../../format/links.ts'
import type { SiteRun } from '../../format/site.ts'
import { formatDuration } from '../../words/duration.ts'
import { formatCount } from '../../words/number.ts'
import type { Difference } from '../compare/compare.ts'
import { PAIR_RULE } from '../compare/noise.ts'
import { LONGEST_LABEL, labelOfKey, nameOfKey } from '../compare/report-tests.ts'
import { addressOf, compareHash } from '../compare/reports.ts'
import { type DifferenceWords, differencesOf, notesInWords } from '../compare/words.ts'
import { DataError } from '../data/blocks.ts'
import { toDataError } from '../data/manifest.ts'
import { testsRead } from '../data/report.ts'
import { Glyph } from '../frame/glyph.tsx'
import { ShortName } from '../frame/name.tsx'
import { ErrorNotice } from '../frame/notice.tsx'
import { cutMiddle } from '../text/name.ts'
import { statusOf } from '../text/status.ts'
import { type Changes, readChanges } from './changes.ts'
import { ROOT } from './neighbours.ts'

/** Tests listed here for each kind; the site's comparison lists all. */
const NAMED = 3

interface SectionProps {
  readonly own: SiteRun
  readonly before: SiteRun
  readonly choices: readonly (readonly [SiteRun, string])[]
  readonly onChoose: (run: SiteRun) => void
  /** What to say of the choice. */
  readonly children: ComponentChildren
}

/** What changed compared with one other report. */
export function ChangesSection({ own, before, choices, onChoose, children }: SectionProps) {
  const changes = useChanges(own, before)
  return (
    <section class="section changes">
      <h2>
        Changed against
        {choices.length === 1 ? (
          <span class="quiet">{choices[0][1]}</span>
        ) : (
          choices.map(([run, text]) => (
            <button
              key={run.path}
              type="button"
              class="button"
              aria-pressed={run === before}
              onClick={() => onChoose(run)}
            >
              {text}
            </button>
          ))
        )}
        <a class="more" href={ROOT + compareHash(before, own)}>
          Compare in full
        </a>
      </h2>
      {children}
      {changes === null ? (
        <p class="quiet" role="status">
          Comparing…
        </p>
      ) : changes instanceof DataError ? (
        <ErrorNotice error={changes} />
      ) : (
        <Kinds changes={changes} own={own} before={before} />
      )}
    </section>
  )
}

function useChanges(own: SiteRun, before: SiteRun): Changes | DataError | null {
  const [found, setFound] = useState<readonly [SiteRun, Changes | DataError] | null>(null)
  const tests = testsRead.value?.tests
  useEffect(() => {
    let wanted = true
    if (tests === undefined) return
    void readChanges(tests, own, before)
      .catch(toDataError)
      .then((value) => wanted && setFound([before, value]))
    return () => {
      wanted = false
    }
  }, [tests, own, before])
  return found !== null && found[0] === before ? found[1] : null
}

interface KindsProps {
  readonly changes: Changes
  readonly own: SiteRun
  readonly before: SiteRun
}

function Kinds({ changes, own, before }: KindsProps) {
  const { before: earlier, after, comparison, paces } = changes
  const lists = { ...comparison, ...paces }
  const present = differencesOf(before, own).filter(
    ({ kind }) => kind !== 'stillFailing' && lists[kind].length > 0,
  )
  return (
    <>
      {notesInWords(earlier, after, paces, present.length === 0).map((note) => (
        <p key={note} class="quiet">
          {note}
        </p>
      ))}
      {present.length === 0 ? null : (
        <dl class="change-list">
          {present.map((words) => (
            <Kind key={words.kind} words={words} list={lists[words.kind]} changes={changes} run={before} />
          ))}
        </dl>
      )}
      {present.some(({ kind }) => isPaceOf(kind)) ? <PaceRule /> : null}
    </>
  )
}

/** Folded: it is long, and what it says is asked once. */
const PaceRule = () => (
  <details class="rule quiet">
    <summary>When a test counts as slower or faster</summary>
    <p>{PAIR_RULE}</p>
  </details>
)

const isPaceOf = (kind: DifferenceWords['kind']): boolean => kind === 'slower' || kind === 'faster'

interface KindProps {
  readonly words: DifferenceWords
  readonly list: readonly Difference[]
  readonly changes: Changes
  /** The other report. */
  readonly run: SiteRun
}

function Kind({ words, list, changes, run }: KindProps) {
  const isBad = words.kind === 'newFailures'
  return (
    <div>
      <dt class={isBad ? 'is-failed' : undefined}>
        <b>{formatCount(list.length)}</b> {list.length === 1 ? words.one : words.many}
      </dt>
      {list.slice(0, NAMED).map((one) => (
        <dd key={one.key}>
          <Named words={words} one={one} changes={changes} run={run} />
        </dd>
      ))}
      {list.length > NAMED ? <dd class="quiet">and {formatCount(list.length - NAMED)} more</dd> : null}
    </div>
  )
}

interface NamedProps {
  readonly words: DifferenceWords
  readonly one: Difference
  readonly changes: Changes
  /** The other report, which removed tests link to. */
  readonly run: SiteRun
}

function Named({ words, one, changes: { before, after }, run }: NamedProps) {
  const [tests, test, base] =
    one.after < 0 ? [before, one.before, addressOf(ROOT, run)] : [after, one.after, '']
  const hash = testHash(tests.run[test], nameOfKey(one.key), tests.attempt[test])
  return (
    <a href={base + hash}>
      <Glyph status={statusOf(tests, test)} />
      <ShortName name={nameOfKey(one.key)} />
      {labelOfKey(one.key) === '' ? null : (
        <span class="change-run">{cutMiddle(labelOfKey(one.key), LONGEST_LABEL)}</span>
      )}
      {isPaceOf(words.kind) ? (
        <span class="change-time">
          {formatDuration(before.duration[one.before])} → {formatDuration(after.duration[one.after])}
        </span>
      ) : null}
    </a>
  )
}
