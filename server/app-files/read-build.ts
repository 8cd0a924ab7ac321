/**
 * The built web room, read once at the start: a few hundred small files. An address is looked up in a map, so no path of
 * the disk can be reached by any spelling of it.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

export type AppFile = {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
  readonly etag: string
  /** Its name contains its hash: it never changes. */
  readonly immutable: boolean
}

export type AppBuild = {
  readonly files: ReadonlyMap<string, AppFile>
  readonly inlineScriptHashes: readonly string[]
  readonly styleAttributeHashes: readonly string[]
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

export const immutableFolder = '_app/immutable'
const precompressed = new Set(['.br', '.gz'])

export function readAppFile(path: string, address: string): AppFile {
  const bytes = Uint8Array.from(readFileSync(path))
  return {
    bytes,
    type: types[extname(path)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    immutable: address.startsWith(`/${immutableFolder}/`),
  }
}

export function readBuild(folder: string): AppBuild {
  const files = new Map<string, AppFile>()
  if (existsSync(folder)) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || precompressed.has(extname(entry.name))) continue
      const path = join(entry.parentPath, entry.name)
      const address = `/${relative(folder, path).split(sep).join('/')}`
      files.set(address, readAppFile(path, address))
    }
  }
  const page = files.get('/index.html')
  const markup = [
    page,
    ...[...files.values()].filter(({ type }) => type.startsWith('text/javascript')),
  ]
  return {
    files,
    inlineScriptHashes: hashesOf(page ? [page] : [], inlineScript),
    styleAttributeHashes: hashesOf(
      markup.flatMap((file) => file ?? []),
      styleAttribute,
    ),
  }
}

/**
 * What stands in the page and in the markup of components instead of in files of its own: the lines by which the page starts
 * itself, and two style attributes of SvelteKit's. The Content-Security-Policy names each by its hash.
 */
const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g
const styleAttribute = /\sstyle="([^"$]*)"/g

function hashesOf(files: readonly AppFile[], pattern: RegExp): readonly string[] {
  const found = files.flatMap(({ bytes }) =>
    [...new TextDecoder().decode(bytes).matchAll(pattern)].map(([, source = '']) => source),
  )
  return [...new Set(found)].map(
    (source) => `sha256-${createHash('sha256').update(source).digest('base64')}`,
  )
}
