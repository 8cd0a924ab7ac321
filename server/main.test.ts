import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

// Processes are started here, on a machine that may be busy with the other tests.
vi.setConfig({ testTimeout: 60_000 })

let folder: string
const running: ReturnType<typeof spawn>[] = []
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'branchbook-main-'))))
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  rmSync(folder, { recursive: true, force: true })
})

function start(environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['server/main.ts'], {
    env: {
      ...process.env,
      PORT: '0',
      BRANCHBOOK_DATA: folder,
      BRANCHBOOK_DEMO: '0',
      ...environment,
    },
  })
  running.push(child)
  const said = { out: '', error: '' }
  child.stdout.on('data', (text: Buffer) => (said.out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (said.error += text.toString()))
  const exit = once(child, 'exit').then(([code]) => code as number)
  return { child, said, exit }
}

async function startWell(environment?: Record<string, string>) {
  const server = start(environment)
  await vi.waitFor(() => expect(server.said.out).toMatch(/http:\/\/localhost:\d+/), 50_000)
  const address = /http:\/\/localhost:\d+/.exec(server.said.out)?.[0] ?? ''
  return { ...server, address }
}

/** It gives up with one sentence in each language and nothing else. */
async function failsSaying(zh: RegExp, en: RegExp, environment?: Record<string, string>) {
  const { said, exit } = start(environment)
  expect([await exit, said.out]).toEqual([1, ''])
  const lines = said.error.trim().split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatch(zh)
  expect(lines[1]).toMatch(en)
}

const database = () => join(folder, 'branchbook.db')

async function leaveDatabase(change: (database: Sqlite.Database) => void): Promise<void> {
  const { child, exit } = await startWell()
  child.kill('SIGTERM')
  await exit
  const opened = new Sqlite(database())
  change(opened)
  opened.close()
}

describe('starting', () => {
  it('shows its address and a link to set it up, stops cleanly, and starts again', async () => {
    const first = await startWell()
    expect(first.said.out).toMatch(/\/setup\/[\w-]{43}/)
    expect((await fetch(`${first.address}/healthz`)).status).toBe(200)
    first.child.kill('SIGTERM')
    expect(await first.exit).toBe(0)
    const again = await startWell()
    expect((await fetch(`${again.address}/healthz`)).status).toBe(200)
  })

  it('keeps what it writes to itself', async () => {
    await startWell()
    for (const name of readdirSync(folder))
      expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
  })
})

describe('what keeps it from starting is one sentence', () => {
  it('a busy port, before any data is touched', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    // A server listening on TCP has an address with a port.
    const { port } = other.address() as AddressInfo
    await failsSaying(/端口 \d+ 已被/, /Port \d+ is in use/, { PORT: String(port) })
    expect(readdirSync(folder)).toEqual([])
    other.close()
  })

  it('a port that is none', () =>
    failsSaying(/PORT 不是/, /PORT is not a port/, { PORT: 'eighty' }))

  it('a folder that cannot be written', async () => {
    writeFileSync(join(folder, 'a-file'), '')
    const inside = join(folder, 'a-file', 'data')
    await failsSaying(/无法写入/, /cannot be written/, { BRANCHBOOK_DATA: inside })
  })

  it('a folder in use by another', async () => {
    await startWell()
    await failsSaying(/正由另一个/, /in use by another/)
  })

  it.each([
    ['its first pages', 4_096, 40_000, '0'],
    ['its first pages, with the demo', 4_096, 40_000, '1'],
    // The outline reads well: only a look at every page finds it.
    ['its last pages', 45_056, 90_112, '0'],
  ])('a database damaged in %s, left as it was', async (_where, from, to, demo) => {
    await leaveDatabase(() => undefined)
    const bytes = readFileSync(database())
    bytes.fill(0xaa, from, Math.min(to, bytes.length))
    writeFileSync(database(), bytes)
    await failsSaying(/已损坏/, /is damaged/, { BRANCHBOOK_DEMO: demo })
    expect(readFileSync(database()).equals(bytes)).toBe(true)
  })

  it('what is no database of ours, left as it was', async () => {
    const other = new Sqlite(database())
    other.exec('CREATE TABLE somebody_elses (a)')
    other.close()
    const bytes = readFileSync(database())
    await failsSaying(/不是支部簿/, /not Branchbook's/)
    expect(readFileSync(database()).equals(bytes)).toBe(true)
  })

  it('a newer database, left as it was', async () => {
    await leaveDatabase((opened) =>
      opened.exec(`UPDATE meta SET value = '99' WHERE name = 'schemaVersion'`),
    )
    const bytes = readFileSync(database())
    await failsSaying(/更新版本/, /newer Branchbook/)
    expect(readFileSync(database()).equals(bytes)).toBe(true)
  })
})
