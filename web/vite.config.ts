import { fileURLToPath } from 'node:url'
import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { sveltekit } from '@sveltejs/kit/vite'
import type { Plugin } from 'vite'
import { defaultClientConditions, defineConfig } from 'vite'
import { wordsOptions } from './paraglide.config.ts'
import options from '../svelte.config.js'

const devServer = process.env['BRANCHBOOK_DEV_SERVER'] ?? 'http://127.0.0.1:8787'

/**
 * RxDB's tabs speak by BroadcastChannel, and where a browser has none (Safari before 15.4) by localStorage. A third way between
 * the two, by a database that is asked over and over, weighs more than a screen and is never taken; a fourth is for tests.
 */
const waysLeftOut = new Map([
  [
    './methods/indexed-db.js',
    `export const IndexedDBMethod = { type: 'idb', canBeUsed: () => false }`,
  ],
  ['./methods/simulate.js', 'export const SimulateMethod = undefined'],
])
const withoutPolling: Plugin = {
  name: 'without-polling',
  enforce: 'pre',
  resolveId: (source, importer = '') =>
    importer.includes('/broadcast-channel/') && waysLeftOut.has(source) ? `\0${source}` : undefined,
  load: (id) => waysLeftOut.get(id.slice(1)),
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [withoutPolling, paraglideVitePlugin(wordsOptions), sveltekit(options)],
  resolve: {
    // RxJS as it was written: its default is translated for browsers without classes, and brings its helpers along.
    conditions: ['es2015', ...defaultClientConditions],
  },
  build: {
    // UC, QQ and the Huawei WebView on the phones in use are Chromium 87 to 99.
    target: 'chrome87',
    cssTarget: 'chrome87',
    rolldownOptions: {
      output: {
        // Each file passes through the service worker by itself, which costs a slow phone more than its bytes.
        codeSplitting: {
          // What only screens at the door or papers need is no part of it: they come on demand, and so does what they share.
          groups: [
            {
              name: 'shared',
              test: /web\/lib\/(?!access\/|paper\/)|node_modules\/svelte\//,
              minShareCount: 3,
            },
          ],
        },
      },
      // Paraglide names its exports by text; they are bundled away, and old Chromium never sees them.
      onLog: (level, log, handle) => {
        if (log.code !== 'TOLERATED_TRANSFORM') handle(level, log)
      },
    },
  },
  server: {
    // The web room reads its neighbours schema/ and sync/.
    fs: { allow: ['..'] },
    proxy: { '/sync/v1': devServer, '/sync/poke': devServer, '/api/': devServer },
  },
})
