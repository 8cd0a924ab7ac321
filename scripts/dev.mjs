// `npm run dev`: Vite with hot reload in front, the server behind it, restarted when its sources change.
// Its data lie in .data-dev, so that nothing tried out here touches real records.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled, root } from './install.mjs'

const serverPort = process.env['DEV_SERVER_PORT'] ?? '8787'
const bin = join(root, 'node_modules/.bin')

ensureInstalled()

/**
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} env
 */
const start = (command, args, env) =>
  spawn(join(bin, command), args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${bin}:${process.env['PATH']}`, ...env },
  })

const processes = [
  start('node', ['--watch', 'server/main.ts'], {
    PORT: serverPort,
    BRANCHBOOK_DATA: join(root, '.data-dev'),
  }),
  start('vite', ['web', '--clearScreen', 'false'], {
    BRANCHBOOK_DEV_SERVER: `http://127.0.0.1:${serverPort}`,
  }),
]

const stopAll = () => processes.forEach((child) => child.kill('SIGTERM'))
process.on('SIGINT', stopAll)
process.on('SIGTERM', stopAll)
for (const child of processes) child.on('exit', stopAll)
