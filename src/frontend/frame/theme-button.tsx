import { switchTheme, theme } from './settings.ts'

export function ThemeButton() {
  const other = theme.value === 'dark' ? 'light' : 'dark'
  return (
    <button
      type="button"
      class="tool"
      aria-label={`Switch to the ${other} theme`}
      title={`Switch to the ${other} theme ( d )`}
      onClick={switchTheme}
    >
      <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z" />
        <path class="solid" d="M8 2a6 6 0 0 1 0 12Z" />
      </svg>
    </button>
  )
}
