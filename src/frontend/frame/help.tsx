import { useEffect, useRef } from 'preact/hooks'
import { letters, switchLetters } from './settings.ts'

type Key = readonly [keys: string, what: string]

const NEXT_FAILING: Key = ['n  p', 'Next, previous failing test, by start']

const GROUPS: readonly (readonly [title: string, ...Key[]])[] = [
  [
    'Everywhere',
    ['/', 'Search tests: words, status:fail, worker:3, tag:slow, class:a.b, >10s'],
    ['h', 'Home'],
    ['t', 'All tests'],
    ['l', 'Timeline'],
    ['y', 'Hierarchy; ⌫ goes up in it'],
    ['d', 'Dark or light theme, except in the timeline'],
    ['z', 'Your time, UTC, or from the first test'],
    ['Esc', 'Back'],
  ],
  ['Table of tests', ['j  k', 'Down, up; also ↓ ↑ Home End and the Page keys'], ['Enter', 'Open the test']],
  [
    'Timeline',
    ['w  s', 'Zoom in, out; also ↑ ↓ and the wheel'],
    ['a  d', 'Move left, right; also ← → and dragging'],
    ['f', 'To the selection, or to everything'],
    ['Tab', 'From test to test; out of the picture after Esc'],
    NEXT_FAILING,
    ['Enter', 'Open the test'],
    [',  .', 'Cursor left, right'],
    ['i  o', 'Start, end a range at the cursor; also Shift+drag, or dragging the axis'],
  ],
  [
    'A test and its output',
    NEXT_FAILING,
    ['c', 'Copy the test’s name'],
    ['↓  ↑', 'Mark the next, previous line of a log'],
    ['w', 'Wrap long lines'],
    ['f', 'Find in the output; Enter next, Shift+Enter previous'],
  ],
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
      <div class="help-groups">
        {GROUPS.map(([title, ...keys]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([names, what]) => (
                <div key={names}>
                  <dt>
                    {names.split('  ').map((name) => (
                      <kbd key={name}>{name}</kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
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
