// Plain JavaScript, because `npm start` and `npm test` begin here on a fresh clone, under whatever Node the
// machine brings. Once packages are in, npm scripts run on the Node 24 that is one of them.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }} LockedPackage */

/**
 * @param {string} path
 * @returns {Record<string, LockedPackage> | undefined}
 */
function packagesIn(path) {
  try {
    return JSON.parse(readFileSync(`${root}${path}`, 'utf8')).packages
  } catch {
    // Missing or half written by an interrupted install: both mean "install again".
    return undefined
  }
}

/** Whether node_modules holds what package-lock.json says (dates lie: a checkout touches files). */
function isInstalled() {
  const locked = packagesIn('package-lock.json') ?? {}
  const installed = packagesIn('node_modules/.package-lock.json')
  if (!installed) return false
  return Object.entries(locked).every(([path, wanted]) => {
    const found = installed[path]
    if (path === '') return true
    if (!found) return Boolean(wanted.optional ?? wanted.devOptional)
    return found.version === wanted.version
  })
}

/** Runs `npm ci` when node_modules is missing or differs from the lock. Exits when that fails. */
export function ensureInstalled() {
  if (isInstalled()) return
  console.log('Installing packages (npm ci) …')
  runOrExit('npm', ['ci', '--no-audit', '--loglevel=error'])
}

/**
 * @param {string} command
 * @param {string[]} args
 */
export function runOrExit(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
  if (error) console.error(`${command} could not be started: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}
