import { fileURLToPath } from 'node:url'
import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'
import { wordsOptions } from './paraglide.config.ts'
import options from '../svelte.config.js'

const devServer = process.env['BRANCHBOOK_DEV_SERVER'] ?? 'http://127.0.0.1:8787'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [paraglideVitePlugin(wordsOptions), sveltekit(options)],
  build: {
    // UC, QQ and the Huawei WebView on the phones in use are Chromium 87 to 99.
    target: 'chrome87',
    cssTarget: 'chrome87',
    rolldownOptions: {
      // Paraglide names its exports by text; they are bundled away, and old Chromium never sees them.
      onLog: (level, log, handle) => {
        if (log.code !== 'TOLERATED_TRANSFORM') handle(level, log)
      },
    },
  },
  server: {
    // The web room reads its neighbours schema/ and sync/.
    fs: { allow: ['..'] },
    proxy: { '/sync/': devServer, '/api/': devServer },
  },
})
