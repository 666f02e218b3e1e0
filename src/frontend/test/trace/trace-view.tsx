import { useMemo, useState } from 'preact/hooks'
import { plural } from '../../../words/number.ts'
import { keep, kept } from '../../route/location.ts'
import { type Block, blocksOf, type Fold, foldBlocks } from './fold-trace.ts'
import { parseTrace, type TraceLine } from './parse-trace.ts'

interface TraceViewProps {
  readonly text: string
  /** The test's name. */
  readonly test: string
  readonly wrap: boolean
  readonly label: string
}

export function TraceView({ text, test, wrap, label }: TraceViewProps) {
  const folds = useMemo(() => foldBlocks(blocksOf(parseTrace(text, test))), [text, test])
  return (
    <div class={wrap ? 'text trace is-wrapped' : 'text trace'} role="region" tabIndex={0} aria-label={label}>
      <div class="trace-lines">
        {folds.map((fold, i) =>
          fold.folds ? <Folded key={i} fold={fold} name={`${label} ${i}`} /> : drawBlocks(fold.blocks),
        )}
      </div>
    </div>
  )
}

/** `name`: under which is kept that it is open. */
function Folded({ fold, name }: { fold: Fold; name: string }) {
  const [open, setOpen] = useState(() => kept(name) > 0)
  const toggle = (): void => {
    setOpen(!open)
    keep(name, open ? 0 : 1)
  }
  return (
    <>
      <button type="button" class="trace-fold" aria-expanded={open} onClick={toggle}>
        {plural(fold.blocks.length, 'frame')} of libraries
      </button>
      {open ? drawBlocks(fold.blocks) : null}
    </>
  )
}

function drawBlocks(blocks: readonly Block[]) {
  return blocks.map(({ lines, frame, innermost }, i) => (
    <div key={i} class={`trace-block is-${frame ?? 'between'}${innermost ? ' is-innermost' : ''}`}>
      {innermost ? <span class="unseen">Innermost frame of the project: </span> : null}
      {lines.map((line, k) => (
        <pre key={k} class={`trace-line is-${line.kind}`}>
          {line.place === undefined ? line.text : <Place line={line} />}
        </pre>
      ))}
    </div>
  ))
}

/** Highlights the file, not its folder: `…/nova/api/` **auth.py** `", line 12, in` **f**. */
function Place({ line: { text, place } }: { line: TraceLine }) {
  if (place === undefined) return null
  const { path, from, to } = place
  const file = from + Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1
  const named = /, in (.*)\s*$/.exec(text.slice(to))
  const name = named === null ? text.length : to + named.index + ', in '.length
  return (
    <>
      <span class="trace-quiet">{text.slice(0, file)}</span>
      <b>{text.slice(file, to)}</b>
      <LineNumber text={text.slice(to, name)} />
      <b>{text.slice(name)}</b>
    </>
  )
}

/** `", line 12, in ` with the number in bold. */
function LineNumber({ text }: { text: string }) {
  const [, before, number, behind] = /^(\D*)(\d+)([^]*)$/.exec(text) ?? ['', text, '', '']
  return (
    <>
      <span class="trace-quiet">{before}</span>
      <b>{number}</b>
      <span class="trace-quiet">{behind}</span>
    </>
  )
}
