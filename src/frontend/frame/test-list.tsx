import type { Status } from '../../format/exported.ts'
import { Glyph } from './glyph.tsx'
import { ShortName, WholeName } from './name.tsx'
import { selectsIn } from './selection.ts'

export interface ListedTest {
  readonly key: string | number
  readonly status: Status
  readonly name: string
  /** Where the row leads: a URL, or what a click does. */
  readonly to: string | (() => void)
  /** Which of several results of that name, in words. */
  readonly which?: string
  /** What a later execution did, in words. */
  readonly later?: string
  readonly where?: string | undefined
  /** Its duration as a share of the list's longest, 0 to 1, drawn as a bar. */
  readonly share?: number
  readonly time?: string
}

interface TestListProps {
  readonly class?: string | undefined
  readonly list: readonly ListedTest[]
  /** Wraps names instead of shortening them. */
  readonly whole?: boolean
}

/** A list of tests, each row a link to its test: failures, skips, the slowest, neighbours in time. */
export function TestList({ class: kind = '', list, whole = false }: TestListProps) {
  const Name = whole ? WholeName : ShortName
  return (
    <ul class={`tests ${kind}`}>
      {list.map(({ key, status, name, to, which = '', later = '', where, share, time }) => {
        const row = (
          <>
            <Glyph status={status} />
            <Name name={name} />
            {which === '' ? null : <span class="attempt">{which}</span>}
            {later === '' ? null : <span class="attempt">{later}</span>}
            {where === undefined ? null : <span class="test-where">{where}</span>}
            {share === undefined ? null : (
              <span class="test-bar" aria-hidden="true">
                <span class={`is-${status}`} style={{ width: `${share * 100}%` }} />
              </span>
            )}
            {time === undefined ? null : <span class="test-time">{time}</span>}
          </>
        )
        return (
          <li key={key}>
            {typeof to === 'string' ? (
              <a
                href={to}
                draggable={false}
                onClick={(event) => selectsIn(event.currentTarget, event) && event.preventDefault()}
              >
                {row}
              </a>
            ) : (
              <button type="button" onClick={to}>
                {row}
              </button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
