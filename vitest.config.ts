/** How the tests run. */
import { resolve } from 'node:path'
import { mergeConfig } from 'vite'
import { defineConfig } from 'vitest/config'
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
      // For the programs that tests start.
      env: { NODE_COMPILE_CACHE: resolve(import.meta.dirname, 'dist/.compile-cache') },
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
