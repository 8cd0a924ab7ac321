// One name for "these sources": it is the app's version and tells `npm start` whether the build is older
// than what it was made of. Walks the folders instead of asking git, so that it also works on an unpacked
// archive and sees what is not committed yet. Plain JavaScript: it runs under Node 20, before any install.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const sources = ['schema', 'sync', 'web', 'svelte.config.js', 'package.json', 'package-lock.json']
const generated = new Set(['node_modules', '.svelte-kit', 'generated', 'cache'])

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(path) {
  let entries
  try {
    entries = readdirSync(path, { withFileTypes: true })
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code
    if (code === 'ENOTDIR') return [path]
    if (code === 'ENOENT') return []
    throw error
  }
  return entries
    .filter((entry) => !generated.has(entry.name) && !entry.name.endsWith('.test.ts'))
    .flatMap((entry) => filesUnder(join(path, entry.name)))
}

/** The app's version: twelve hex digits of the SHA-256 of every file the web build is made of. */
export function sourceVersion() {
  const hash = createHash('sha256')
  const files = sources.flatMap((source) => filesUnder(join(root, source)))
  const name = (/** @type {string} */ file) => relative(root, file).split(sep).join('/')
  for (const file of files.sort((a, b) => (name(a) < name(b) ? -1 : 1))) {
    hash.update(name(file)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex').slice(0, 12)
}
