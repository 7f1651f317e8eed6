/** How the tests run. */
import { mergeConfig } from 'vite'
import { defineConfig } from 'vitest/config'
import { quickStart } from './test/quick-start.ts'
import { SlowFirst } from './test/slow-first.ts'
import building from './vite.config.ts'

export default mergeConfig(
  building,
  defineConfig({
    test: {
      pool: 'forks',
      testTimeout: 30_000,
      hookTimeout: 60_000,
      maxWorkers: 2,
      sequence: { sequencer: SlowFirst },
      // For programs that inherit the environment; those with one of their own are given all of it.
      env: { NODE_COMPILE_CACHE: quickStart.NODE_COMPILE_CACHE },
      projects: [
        {
          extends: true,
          test: {
            name: 'unit',
            include: ['test/**/*.test.ts'],
            exclude: ['test/end-to-end/**', 'test/window/**'],
          },
        },
        {
          extends: true,
          test: {
            name: 'end-to-end',
            include: ['test/end-to-end/**/*.test.ts'],
            testTimeout: 120_000,
          },
        },
        {
          extends: true,
          test: { name: 'window', include: ['test/window/**/*.test.ts'], testTimeout: 120_000 },
        },
      ],
    },
  }),
)
