/** Builds the window's files from `src-renderer` to `dist/renderer`: no inline script, relative addresses, so that any shell can serve them strictly. */
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

export default defineConfig({
  root: 'src-renderer',
  base: './',
  plugins: [react(), onlyOurLanguages()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    modulePreload: { polyfill: false },
    // Pictures as data: addresses would need a hole in the Content-Security-Policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
  },
})

/** React Aria brings its few words in thirty languages; the window speaks three. */
function onlyOurLanguages(): Plugin {
  const empty = '\0other-language'
  return {
    name: 'only-our-languages',
    enforce: 'pre',
    resolveId: (source, importer) =>
      importer?.includes('react-aria') &&
      /\/(?!en-US|ko-KR|ja-JP)[a-z]{2}-[A-Z]{2}\.mjs$/.test(source)
        ? empty
        : undefined,
    load: (id) => (id === empty ? 'export default {}' : undefined),
  }
}
