import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const BROWSER = '__tests__/browser/**/*.test.ts'
const ENGINES = '__tests__/engines/**/*.test.ts'
/** Jobs in a crowd: nothing else is tried meanwhile, for it would come too late where time counts. */
const CROWD = '__tests__/action/site/race.test.ts'

const NODE = {
  // what reads or sets an object's prototype by a name throws, here and in every process that a test starts
  execArgv: ['--disable-proto=throw'],
  env: { NODE_OPTIONS: '--disable-proto=throw' },
  server: { deps: { inline: [/@actions\/(languageservice|workflow-parser|expressions)/] } },
}

// vitest reads the default export
export default defineConfig({
  test: {
    // a machine with much else to do is slow, not wrong
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 20_000 } },
    globalSetup: '__tests__/helpers/fresh-engine.ts',
    // more than processors, for tests that start processes wait a lot
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // a line a test is for people who watch
    reporters: process.env.CI ? ['dot'] : ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['__tests__/**/*.test.ts'],
          exclude: [BROWSER, ENGINES, CROWD],
          ...NODE,
        },
      },
      {
        extends: true,
        // playwright reads prototypes by that name when it has something to tell, and would take its message along
        test: { name: 'browser', include: [BROWSER], globalSetup: '__tests__/browser/setup.ts' },
      },
      { extends: true, test: { name: 'engines', include: [ENGINES] } },
      { extends: true, test: { name: 'crowd', include: [CROWD], sequence: { groupOrder: 1 }, ...NODE } },
    ],
  },
})
