/** Starts the server: with cli/main.ts the only place that reads the environment and ends the process. */
import type { Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { registry } from '../schema/records/index.ts'
import { demoAccountsIn } from './accounts/demo-accounts.ts'
import { issueSetUpToken } from './accounts/set-up.ts'
import { readBuild } from './app-files/read-build.ts'
import { Releases } from './app-files/releases.ts'
import type { App } from './app.ts'
import { makeApp } from './app.ts'
import { wallClock } from './clock.ts'
import { prepareDemo } from './demo/prepare.ts'
import { FileStore } from './files/file-store.ts'
import { tidyFiles } from './files/tidy-files.ts'
import { makeLog } from './log.ts'
import { ServerKeys } from './keys/server-keys.ts'
import { makeParts } from './parts.ts'
import type { Parts } from './parts.ts'
import type { Settings } from './settings.ts'
import { readSettings } from './settings.ts'
import type { StartFailure } from './start-failure.ts'
import { sentencesOf } from './start-failure.ts'
import { makeServer } from './patience.ts'
import { databaseSize, lockDataFolder, openDatabase } from './store/open-database.ts'
import { upgradeRows } from './store/upgrade-rows.ts'

const dayMs = 86_400_000
const buildFolder = fileURLToPath(new URL('../build/web/', import.meta.url))

function giveUp(failure: StartFailure): never {
  for (const sentence of sentencesOf(failure)) console.error(sentence)
  process.exit(1)
}

/** Takes the port before it touches any data. Until the app is there, everybody is asked to come back. */
async function takePort({ port, host }: Settings, serving: { app?: App }): Promise<Server> {
  const server = makeServer(
    (request, environment) =>
      serving.app?.fetch(request, environment) ??
      new Response('starting', { status: 503, headers: { 'retry-after': '2' } }),
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve)
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') giveUp({ kind: 'portBusy', port })
    if (error.code === 'EACCES') giveUp({ kind: 'portForbidden', port })
    throw error
  })
  return server
}

/** Said all at once: whoever waits for the address may read on at once. */
async function greet(parts: Parts, server: Server, { demo }: Settings): Promise<void> {
  const bound = server.address()
  const address = `http://localhost:${typeof bound === 'object' ? bound?.port : bound}`
  const lines = [`支部簿 Branchbook  ${address}`]
  if (parts.accounts.isEmpty) {
    const link = `${address}/setup/${await issueSetUpToken(parts)}`
    lines.push(`首次设置（链接只能用一次） · set up, once: ${link}`)
  }
  const accounts = demo ? demoAccountsIn(parts) : []
  if (accounts.length > 0) lines.push('演示数据，账号和密码 · demo data, accounts and passwords:')
  for (const { name, password, who } of accounts)
    lines.push(`  ${name.padEnd(10)} ${password.padEnd(16)} ${who}`)
  console.log(lines.join('\n'))
}

function tidyDaily(parts: Parts): void {
  const tidy = async () => {
    const now = parts.now()
    await parts.sessions.tidy(now)
    await parts.tries.tidy(now)
    await parts.entries.tidy(now)
    await parts.security.tidy(now)
    await tidyFiles(parts, now)
  }
  setInterval(() => void tidy().catch((error: unknown) => parts.log.error(error)), dayMs).unref()
}

async function start(): Promise<void> {
  // Whatever this process creates is its owner's alone: the folder holds personal files.
  process.umask(0o077)
  const read = readSettings(process.env)
  const settings = read.ok ? read.value : giveUp(read.failure)
  const log = makeLog(settings.logLevel, pino.destination(2))
  const serving: { app?: App } = {}
  const server = await takePort(settings, serving)
  const lock = lockDataFolder(settings.dataFolder)
  if (!lock.ok) giveUp(lock.failure)
  if (settings.demo) {
    const prepared = await prepareDemo(settings.dataFolder, { registry, now: wallClock(), log })
    if (!prepared.ok) giveUp(prepared.failure)
  }
  const opened = openDatabase(settings.dataFolder)
  if (!opened.ok) giveUp(opened.failure)
  const { behindProxy } = settings
  const keys = ServerKeys.in(settings.dataFolder)
  const files = new FileStore(settings.dataFolder)
  const given = { registry, now: wallClock, log, behindProxy, keys, files }
  const parts = makeParts(opened.value, given)
  await upgradeRows(opened.value, parts)
  const build = readBuild(buildFolder)
  const releases = new Releases(settings.dataFolder)
  releases.keep(buildFolder, build, wallClock())
  const { metricsToken: token, dataFolder } = settings
  const databaseBytes = () => databaseSize(dataFolder)
  const metrics = token === undefined ? {} : { metrics: { token, databaseBytes } }
  serving.app = makeApp(parts, { build, releases, ...metrics })
  tidyDaily(parts)
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    server.close()
    server.closeIdleConnections()
    void opened.value
      .close()
      .then(() => lock.value.release())
      .finally(() => process.exit(0))
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  await greet(parts, server, settings)
}

await start()
