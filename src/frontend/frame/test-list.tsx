import type { Status } from '../../format/exported.ts'
import { Glyph } from './glyph.tsx'
import { ShortName, WholeName } from './name.tsx'

export interface ListedTest {
  readonly key: string | number
  readonly status: Status
  readonly name: string
  /** Where it leads: an address, or what is done. */
  readonly to: string | (() => void)
  readonly attempt?: number
  /** What became of it later. */
  readonly later?: string
  readonly where?: string | undefined
  /** Of the longest of the list, 0 to 1: drawn as a bar. */
  readonly share?: number
  readonly time?: string
}

interface TestListProps {
  readonly class?: string | undefined
  readonly list: readonly ListedTest[]
  /** Names on as many lines as they take. */
  readonly whole?: boolean
}

/** Tests, one a row, each a way to it: failures, skips, the slowest, neighbours in time. */
export function TestList({ class: kind = '', list, whole = false }: TestListProps) {
  const Name = whole ? WholeName : ShortName
  return (
    <ul class={`tests ${kind}`}>
      {list.map(({ key, status, name, to, attempt = 1, later = '', where, share, time }) => {
        const row = (
          <>
            <Glyph status={status} />
            <Name name={name} />
            {attempt > 1 ? <span class="attempt">attempt {attempt}</span> : null}
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
              <a href={to}>{row}</a>
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
