import { fileURLToPath } from 'node:url'
import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { sveltekit } from '@sveltejs/kit/vite'
import type { Plugin } from 'vite'
import { defaultClientConditions, defineConfig } from 'vite'
import { wordsOptions } from './paraglide.config.ts'
import options from '../svelte.config.js'

const devServer = process.env['BRANCHBOOK_DEV_SERVER'] ?? 'http://127.0.0.1:8787'

/** Modules of libraries that this app has otherwise, or not at all. */
const replaced: readonly { readonly of: string; readonly source: string; readonly by: string }[] = [
  // RxDB's tabs speak by BroadcastChannel, and where a browser has none (Safari before 15.4) by localStorage. A third way between
  // the two, by a database that is asked over and over, weighs more than a screen and is never taken; a fourth is for tests.
  {
    of: '/broadcast-channel/',
    source: '/methods/indexed-db.js',
    by: `export const IndexedDBMethod = { type: 'idb', canBeUsed: () => false }`,
  },
  {
    of: '/broadcast-channel/',
    source: '/methods/simulate.js',
    by: 'export const SimulateMethod = undefined',
  },
  // RxDB prepares its query language for projections, of which nobody asks any.
  {
    of: '/mingo/',
    source: '/project',
    by: `export const $project = () => { throw new Error('projections are left out') }`,
  },
  // TypeBox brings the tables of every format it can check (host names of all scripts, addresses of all kinds); a record asks for none.
  {
    of: '/typebox/',
    source: '/format/index.mjs',
    by: `export const Format = { Test: () => { throw new Error('formats are left out') } }`,
  },
  // What makes an Excel file hands large sheets to a worker made of text, which the server forbids (`worker-src 'self'`): a year of a
  // large branch was never done. A sheet takes a fraction of a second where it is.
  {
    of: '/write-excel-file/',
    source: '/zip/zipToArrayBuffer.js',
    by: `import { zipSync } from 'fflate'
         export default async (files) => zipSync(files).buffer`,
  },
]
const replacedMark = '\0replaced:'
const replacing: Plugin = {
  name: 'replacing',
  enforce: 'pre',
  resolveId(source, importer = '') {
    const index = replaced.findIndex(
      (each) => source.endsWith(each.source) && importer.includes(each.of),
    )
    return index < 0 ? undefined : `${replacedMark}${index}`
  },
  load: (id) =>
    id.startsWith(replacedMark) ? replaced[Number(id.slice(replacedMark.length))]?.by : undefined,
}

/**
 * In a selector of several parts Svelte says the second time by `:where` whose part it is, so that it weighs nothing; Chromium 87
 * drops such a rule whole. Said by the class alone, all of them weigh more alike.
 */
const scopedByClass: Plugin = {
  name: 'scoped-by-class',
  enforce: 'pre',
  transform: (code, id) =>
    id.includes('.svelte') && id.includes('type=style')
      ? { code: code.replace(/:where\((\.svelte-[\w-]+)\)/g, '$1'), map: null }
      : undefined,
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [replacing, scopedByClass, paraglideVitePlugin(wordsOptions), sveltekit(options)],
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
