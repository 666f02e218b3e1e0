import { useEffect, useRef } from 'preact/hooks'
import { letters, switchLetters } from './settings.ts'

const KEYS: readonly (readonly [string, string])[] = [
  ['/', 'Search tests: words, status:fail, worker:3, tag:slow, class:a.b, >10s'],
  ['h', 'Home'],
  ['t', 'All tests'],
  ['l', 'Timeline'],
  ['y', 'Hierarchy; ⌫ goes up in it'],
  ['Esc', 'Back'],
  ['j  k', 'Down, up in the table; also ↓ ↑ Home End and the Page keys'],
  ['Enter', 'Open the test'],
  ['w  s', 'Timeline: zoom in, out; also ↑ ↓ and the wheel'],
  ['a  d', 'Timeline: move left, right; also ← → and dragging'],
  ['f', 'Timeline: the selection, or everything'],
  ['Tab', 'Timeline: from test to test; out of the picture after Esc'],
  ['n  p', 'Next, previous failing test by start'],
  [',  .', 'Timeline: cursor left, right'],
  ['i  o', 'Timeline: start, end a range at the cursor; also Shift+drag, or dragging the axis'],
  ['c', 'Copy the test’s name'],
  ['↓  ↑', 'Mark the next, previous line of a log'],
  ['w', 'Wrap long lines'],
  ['f', 'Find in the output; Enter next, Shift+Enter previous'],
  ['d', 'Dark or light theme, except in the timeline'],
  ['z', 'Your time, UTC, or from the first test'],
]

export function Help({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-labelledby="help-title"
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && event.currentTarget.close()}
    >
      {/* takes the focus: Close would scroll a low window to its end */}
      <h2 id="help-title" tabIndex={-1} autofocus>
        Keys
      </h2>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys.split('  ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <button type="button" class="button" onClick={() => dialog.current?.close()}>
        Close
      </button>
      <label>
        <input type="checkbox" checked={letters.value} onChange={switchLetters} /> Shortcuts of a single
        letter or sign
      </label>
    </dialog>
  )
}
