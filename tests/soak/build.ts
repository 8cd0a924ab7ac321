/** The app under test, built from today's sources: the shipped one, and the page without screens (page/). */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build } from 'vite'
import { sourceVersion } from '../../scripts/source-version.mjs'
import type { LocalFile } from '../fault-proxy/fault-proxy.ts'
import { root } from '../load/server-process.ts'

const pageFolder = join(root, 'build/soak')

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
}

/** The address of the page without screens; the proxy serves it, the product knows nothing of it. */
export const pageAddress = '/soak-page/index.html'

/** The files of the page by path. */
export async function buildPage(): Promise<ReadonlyMap<string, LocalFile>> {
  await build({
    root: join(import.meta.dirname, 'page'),
    base: '/soak-page/',
    logLevel: 'warn',
    plugins: [svelte({ configFile: false })],
    resolve: { alias: { '$app/env': join(import.meta.dirname, 'page/app-env.ts') } },
    build: { outDir: pageFolder, emptyOutDir: true, target: 'chrome87' },
  })
  return new Map(
    readdirSync(pageFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name)
        const type = types[entry.name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
        const address = `/soak-page${path.slice(pageFolder.length)}`
        return [address, { type, bytes: readFileSync(path) }]
      }),
  )
}

/** `npm run build`, where the build is not of today's sources. */
export function buildApp(): void {
  const noted = join(root, 'build/web/_app/version.json')
  const built = existsSync(noted)
    ? (JSON.parse(readFileSync(noted, 'utf8')) as { version: string }).version
    : undefined
  if (built !== sourceVersion())
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' })
}
