// `npm start`, from a fresh clone to a running server: installs, builds if the sources changed, serves.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled, root, runOrExit } from './install.mjs'
import { sourceVersion } from './source-version.mjs'

/** The version the finished build was made of; undefined when there is none. */
function builtVersion() {
  try {
    return JSON.parse(readFileSync(join(root, 'build/web/_app/version.json'), 'utf8')).version
  } catch {
    return undefined
  }
}

ensureInstalled()
if (builtVersion() !== sourceVersion()) {
  console.log('Building the app …')
  runOrExit('npm', ['run', '--silent', 'build'])
}

const server = spawn(join(root, 'node_modules/.bin/node'), ['server/main.ts'], {
  cwd: root,
  stdio: 'inherit',
})
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => server.kill(signal))
}
server.on('error', (error) => {
  console.error(`The server could not be started: ${error.message}`)
  process.exit(1)
})
// 128 + 15, as a shell would report a process ended by a signal.
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 143 : 1)))
