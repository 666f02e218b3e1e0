import { defineConfig } from 'vitest/config'

// biome-ignore lint: vitest reads the default export
export default defineConfig({
  test: {
    include: ['__tests__/**/*.test.ts'],
    // what reads or sets an object's prototype by a name throws, here and in every process that a test starts
    execArgv: ['--disable-proto=throw'],
    env: { NODE_OPTIONS: '--disable-proto=throw' },
    // a machine with much else to do is slow, not wrong
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // a line a test is for people who watch
    reporters: process.env.CI ? ['dot'] : ['default'],
    server: { deps: { inline: [/@actions\/(languageservice|workflow-parser|expressions)/] } },
  },
})
