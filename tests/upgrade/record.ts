/**
 * Writes down what this release leaves behind, into tests/upgrade/fixtures/v<version>: `node tests/upgrade/record.ts`.
 * Once a release, never again for the same one (CONTRIBUTING.md).
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { runnerImport } from 'vite'
import type * as Recording from './recording.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const { version } = JSON.parse(readFileSync(here('../../package.json'), 'utf8')) as {
  version: string
}
const folder = here(`fixtures/v${version}`)
if (existsSync(folder))
  throw new Error(`v${version} is recorded already, and what was released does not change`)
// The data layer has runes in it: Svelte compiles them, as in the tests.
const { module } = await runnerImport<typeof Recording>(here('recording.ts'), {
  configFile: false,
  plugins: [svelte({ configFile: false })],
  logLevel: 'error',
})
await module.record(folder)
