/** Builds every bundle (`vite build --app`). */
import { build, defineConfig } from 'vite'
import type { Plugin } from 'vite'

/**
 * `node:http` as a CommonJS module. Imported as an ES module, each of its exports is looked at, and looking at `WebSocket` makes Node load an
 * undici of its own: a fifth of the time a program of ours takes to start.
 */
const plainHttp: Plugin = {
  name: 'plain-http',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name === 'ssr',
  // What calls require() gets the CommonJS module anyway.
  resolveId: (id, _importer, { kind }) =>
    kind === 'import-statement' && id === 'node:http' ? '\0plain-http' : undefined,
  load: (id) =>
    id === '\0plain-http'
      ? [
          "const http = process.getBuiltinModule('node:http')",
          `export const { ${plainExports().join(', ')} } = http`,
          'export default http',
        ].join('\n')
      : undefined,
}

/** All of `node:http` that is simply there; what is looked up when it is asked for is what costs the time. */
function plainExports(): string[] {
  const all = Object.getOwnPropertyDescriptors(process.getBuiltinModule('node:http'))
  return Object.keys(all).filter((name) => 'value' in (all[name] ?? {}))
}

export default defineConfig({
  plugins: [plainHttp],
  builder: {
    async buildApp(builder) {
      const node = builder.environments['ssr']
      if (node) await builder.build(node)
      const preload = builder.environments['preload']
      if (preload) await builder.build(preload)
      // Its root is another folder, so it has a configuration of its own.
      await build({ configFile: 'vite.renderer.config.ts', logLevel: 'warn' })
    },
  },
  environments: {
    ssr: {
      build: {
        ssr: true,
        outDir: 'dist/node',
        emptyOutDir: true,
        target: 'node24',
        minify: false,
        rollupOptions: {
          input: {
            aip: 'src-main/command-line/installed.ts',
            agent: 'src-main/agent-process/agent.ts',
            'electron-main': 'src-main/electron-shell/main.ts',
          },
          external: ['keytar', 'electron', 'pac-resolver', 'quickjs-wasi'],
          output: {
            format: 'es',
            // npm makes a command of this file; the system has to know what runs it.
            banner: ({ isEntry, name }) => (isEntry && name === 'aip' ? '#!/usr/bin/env node' : ''),
            entryFileNames: '[name].mjs',
            chunkFileNames: 'chunks/[name]-[hash].mjs',
          },
        },
      },
      resolve: { noExternal: true },
    },
    // A sandboxed preload script is one CommonJS file and can load Electron only.
    preload: {
      consumer: 'server',
      build: {
        ssr: true,
        outDir: 'dist/preload',
        emptyOutDir: true,
        target: 'chrome140',
        minify: false,
        rollupOptions: {
          input: { preload: 'src-main/electron-shell/preload.ts' },
          external: ['electron'],
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
      resolve: { noExternal: true },
    },
  },
})
