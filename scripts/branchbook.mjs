#!/usr/bin/env node
// `npx branchbook …`, under whatever Node the machine brings: hands over to the server's command line on the Node that is
// one of the packages.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'

const node = join(root, 'node_modules/.bin/node')
if (!existsSync(node)) {
  console.error('还没有安装：请先运行 npm ci。 · Nothing is installed yet: run npm ci first.')
  process.exit(2)
}
const { status, error } = spawnSync(
  node,
  [join(root, 'server/cli/main.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
)
if (error) console.error(`The command could not be started: ${error.message}`)
process.exit(status ?? 2)
