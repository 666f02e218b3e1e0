import { defineConfig } from 'vitest/config'

// biome-ignore lint: vitest reads the default export
export default defineConfig({
  test: {
    include: ['__tests__/**/*.test.ts'],
    server: { deps: { inline: [/@actions\/(languageservice|workflow-parser|expressions)/] } },
  },
})
