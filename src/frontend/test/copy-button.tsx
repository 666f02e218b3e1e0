import { useState } from 'preact/hooks'
import { useKeys } from '../frame/keys.ts'
import { copy } from './save.ts'

interface CopyButtonProps {
  /** Called on demand, since the text may be long. */
  readonly text: () => string
  readonly label: string
  readonly title?: string
  /** A key that does the same. */
  readonly hotkey?: string
}

/** Copies a text, and shows briefly whether that worked. */
export function CopyButton({ text, label, title = label, hotkey }: CopyButtonProps) {
  const [said, setSaid] = useState<string | null>(null)
  const onClick = async (): Promise<void> => {
    setSaid((await copy(text())) ? 'Copied' : 'Not allowed here')
    setTimeout(() => setSaid(null), 1500)
  }
  useKeys(hotkey === undefined ? {} : { [hotkey]: () => void onClick() })
  return (
    <button type="button" class="button" title={title} onClick={() => void onClick()}>
      <span aria-live="polite">{said ?? label}</span>
    </button>
  )
}
