// SvelteKit 3 refuses a svelte.config in the Vite root (web/), so the options live here and
// web/vite.config.ts hands them to sveltekit(). Editors and prettier-plugin-svelte find them too.
import { fileURLToPath } from 'node:url'
import adapter from '@sveltejs/adapter-static'
import { sourceVersion } from './scripts/source-version.mjs'

/** @param {string} path */
const fromRoot = (path) => fileURLToPath(new URL(path, import.meta.url))

/** @type {import('@sveltejs/kit/vite').Config} */
export default {
  adapter: adapter({ pages: fromRoot('build/web'), fallback: 'index.html' }),
  compilerOptions: { runes: true },
  outDir: '.svelte-kit',
  files: {
    src: '.',
    routes: 'routes',
    assets: 'static',
    appTemplate: 'app.html',
    serviceWorker: 'service-worker',
  },
  // The same sources always make the same version: a rebuild alone asks nobody to update.
  version: { name: sourceVersion(), pollInterval: 0 },
  // web/lib/session/app-update.svelte.ts registers it, so that an update waits for the user.
  serviceWorker: { register: false },
  csp: {
    mode: 'hash',
    directives: {
      'default-src': ['self'],
      'script-src': ['self'],
      // Svelte sets style attributes from markup, which no hash can cover.
      'style-src': ['self', 'unsafe-inline'],
      'img-src': ['self', 'data:', 'blob:'],
      'media-src': ['self', 'blob:'],
      'connect-src': ['self'],
      'worker-src': ['self', 'blob:'],
      'object-src': ['none'],
      'base-uri': ['none'],
      'form-action': ['self'],
    },
  },
}
