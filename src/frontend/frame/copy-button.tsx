import { useState } from 'preact/hooks'
import { useKeys } from './keys.ts'

interface CopyButtonProps {
  /** Called on demand, since the text may be long. */
  readonly text: () => string
  readonly label: string
  readonly title: string
  /** A key that does the same. */
  readonly hotkey?: string
}

/** Copies a text, and shows briefly whether that worked. */
export function CopyButton({ text, label, title, hotkey }: CopyButtonProps) {
  const [said, setSaid] = useState<string | null>(null)
  const onClick = async (): Promise<void> => {
    setSaid((await copy(text())) ? 'Copied' : 'Not allowed here')
    setTimeout(() => setSaid(null), 1500)
  }
  useKeys(hotkey === undefined ? {} : { [hotkey]: () => void onClick() })
  return (
    <>
      <button type="button" class="button" title={title} onClick={() => void onClick()}>
        {said ?? label}
      </button>
      {/* not the button itself: it would be read again when its label comes back */}
      <span class="unseen" role="status">
        {said}
      </span>
    </>
  )
}

/** False if the browser refuses. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text) // there is no clipboard outside secure contexts, for example on http
  }
}

function copyBySelection(text: string): boolean {
  const { activeElement } = document
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  // the only way without a clipboard: deprecated, but supported everywhere
  const done = document.execCommand('copy')
  area.remove()
  if (activeElement instanceof HTMLElement) activeElement.focus({ preventScroll: true })
  return done
}
