import { defineConfig } from 'vitest/config'
import { svelte } from '@sveltejs/vite-plugin-svelte'

export default defineConfig({
  // Runes modules (*.svelte.ts) are compiled before they are tested.
  plugins: [svelte({ configFile: false })],
  // Browser builds of packages reach for a window: in Node, tests want the other ones.
  resolve: { conditions: ['node', 'import', 'default'] },
  test: {
    environment: 'node',
    include: ['{schema,sync,server,tests}/**/*.test.ts', 'web/{lib,routes}/**/*.test.ts'],
    exclude: ['tests/e2e/**', '**/node_modules/**'],
    // Law, not luck: a test that needs a second try has found something.
    retry: 0,
    // A guard against hanging, not a measure: a busy machine takes its time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { TZ: 'Asia/Shanghai' },
  },
})
