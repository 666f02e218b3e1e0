import { STATUSES } from '../../format/exported.ts'
import { lastStatus } from '../compare/history.ts'
import { LONGEST_LABEL, labelOfKey, nameOfKey } from '../compare/report-tests.ts'
import { Glyph } from '../frame/glyph.tsx'
import { MoreButton } from '../frame/more-button.tsx'
import { ShortName } from '../frame/name.tsx'
import { printSiteRoute } from '../route/site-route.ts'
import { cutMiddle } from '../text/name.ts'
import type { JobHistory } from './job-history.ts'
import { choose } from './location.ts'
import { Spark } from './spark.tsx'
import { useShown } from './use-shown.ts'

interface TestRow {
  readonly row: number
  readonly fact: string
  readonly time?: string
}

/** Rows shown at first, and added by each click of the button. */
const [FIRST, MORE] = [20, 100]

interface TestRowsProps {
  readonly of: JobHistory
  /** Name of the list, unique on the page. */
  readonly list: string
  readonly rows: readonly TestRow[]
}

/** Tests of a job, each with its times and a link to its history. */
export function TestRows({ of, list, rows }: TestRowsProps) {
  const [shown, setShown] = useShown(list, FIRST)
  if (rows.length === 0) return null
  return (
    <>
      <ul class="tests history">
        {rows.slice(0, shown).map((row) => (
          <Row key={row.row} of={of} row={row} />
        ))}
      </ul>
      <MoreButton all={rows.length} shown={shown} by={MORE} onShow={setShown} />
    </>
  )
}

/** The row that the chosen test was opened from: a test may be in several lists. */
let lastOpened: HTMLElement | null = null

/** Focuses the row that the test was opened from, or the page if the test came with the URL. */
export function focusOpened(): void {
  const row = lastOpened?.isConnected === true ? lastOpened : document.querySelector<HTMLElement>('main')
  row?.focus({ preventScroll: row !== lastOpened })
}

function Row({ of: { history, at }, row: { row, fact, time } }: { of: JobHistory; row: TestRow }) {
  const key = history.keys[row]
  const status = lastStatus(history, row)
  const where = [cutMiddle(labelOfKey(key), LONGEST_LABEL), fact].filter((text) => text !== '').join(' · ')
  const to = { ...at, test: key }
  const open = (event: MouseEvent & { currentTarget: HTMLElement }): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    lastOpened = event.currentTarget
    choose(to)
  }
  return (
    <li>
      <a href={printSiteRoute(to)} onClick={open} aria-current={at.test === key ? 'true' : undefined}>
        <Glyph status={STATUSES[status]} />
        <ShortName name={nameOfKey(key)} />
        {where === '' ? null : <span class="test-where">{where}</span>}
        <Spark history={history} row={row} />
        <span class="test-time">{time}</span>
      </a>
    </li>
  )
}
