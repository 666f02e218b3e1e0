import { defineConfig } from 'vitest/config'

// biome-ignore lint: vitest reads the default export
export default defineConfig({
  test: {
    include: ['__tests__/**/*.test.ts'],
    // a line a test is for people who watch
    reporters: process.env.CI ? ['dot'] : ['default'],
    server: { deps: { inline: [/@actions\/(languageservice|workflow-parser|expressions)/] } },
  },
})
