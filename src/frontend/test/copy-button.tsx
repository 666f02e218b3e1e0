import { useState } from 'preact/hooks'
import { useKeys } from '../frame/keys.ts'
import { copy } from './save.ts'

interface CopyButtonProps {
  /** Made when it is wanted: it may be long. */
  readonly text: () => string
  readonly label: string
  readonly title?: string
  /** That does the same. */
  readonly hotkey?: string
}

/** Says for a moment what became of it. */
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
