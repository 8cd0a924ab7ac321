/** The real server on a data folder of its own, with one branch that holds a known number of records. */
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { registry } from '../../schema/records/index.ts'
import { makeStamp } from '../../sync/clock.ts'
import type { Row } from '../../sync/authority/store.ts'
import { keepDemoAccounts } from '../../server/accounts/demo-accounts.ts'
import { found, rootRows } from '../../server/accounts/founding.ts'
import { hashPassword } from '../../server/accounts/passwords.ts'
import { makeApp } from '../../server/app.ts'
import { readBuild } from '../../server/app-files/read-build.ts'
import { Releases } from '../../server/app-files/releases.ts'
import { FileStore } from '../../server/files/file-store.ts'
import { ServerKeys } from '../../server/keys/server-keys.ts'
import type { Parts } from '../../server/parts.ts'
import { makeParts } from '../../server/parts.ts'
import { openDatabase } from '../../server/store/open-database.ts'
import { branchRows, rosterRows } from './rows.ts'

export type BenchServer = {
  readonly origin: string
  /** The rows as a device receives them, for comparing sizes. */
  readonly rows: readonly Row[]
  close(): Promise<void>
}

export const account = { name: 'bench', password: 'bench-password' } as const

const township = { id: 'bench-township', name: '平原镇党委', kind: 'township' }
const branch = { id: 'bench-branch', name: '枣林村党支部' }
const secretary = { id: 'bench-secretary', name: '朱敏文' }
const administrator = { id: 'bench-person', name: '郑书记', postId: 'bench-administrator' }

export type Seed = {
  /** Of the branch's own records, spread over so many years. */
  readonly records: number
  readonly years: number
  /** Members of other branches of the township. */
  readonly people?: number
  readonly who: 'secretary' | 'administrator'
}

/** The seed's branch is kept by the secretary; the administrator oversees the township. */
export async function startServer(seed: Seed, buildFolder: string): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'branchbook-bench-'))
  const opened = openDatabase(folder)
  if (!opened.ok) throw new Error(opened.failure.detail)
  const connections = opened.value
  const log = pino({ level: 'error' })
  const keys = ServerKeys.in(folder)
  const now = Date.now()
  const given = { registry, now: () => Date.now(), log, behindProxy: false, keys }
  const parts = makeParts(connections, { ...given, files: new FileStore(folder) })
  const password = await hashPassword(account.password)
  const rows = branchRows(branch.id, seed.records, now, seed.years)
  await parts.store.write(async (transaction) => {
    await found(
      registry,
      transaction,
      rootRows({ organisation: township, administrator }, now),
      now,
    )
    await found(
      registry,
      transaction,
      [
        {
          id: branch.id,
          type: 'organisation',
          fields: { name: branch.name, kind: 'branch', parentId: township.id },
        },
        {
          id: secretary.id,
          type: 'person',
          fields: { name: secretary.name, branchId: branch.id, kind: 'full' },
        },
        {
          id: 'bench-post',
          type: 'post',
          fields: {
            personId: secretary.id,
            organisationId: branch.id,
            office: 'secretary',
            from: '2020-01-01',
          },
        },
      ],
      now + 1,
    )
    const stamp = makeStamp({ ms: now, counter: 0, device: 'bench-seed' })
    for (const { id, type, body } of [...rows, ...rosterRows(township.id, seed.people ?? 0)]) {
      const definition = registry.find(type)
      if (!definition) throw new Error(type)
      const stamps = Object.fromEntries(Object.keys(body).map((name) => [name, stamp]))
      const row = {
        id,
        type,
        of: definition.of(body),
        at: definition.at(body),
        rev: 1,
        body,
        stamps,
      }
      await transaction.putRow(row)
      for (const bucket of definition.seenIn(body, id)) await transaction.log(bucket, row, false)
    }
    await parts.accounts.add(
      {
        id: 'bench-account',
        name: account.name,
        personId: seed.who === 'secretary' ? secretary.id : administrator.id,
        password,
      },
      now,
    )
  })
  // Made up, as the demonstration's people are: nobody holds a telephone to his benchmark.
  await keepDemoAccounts(parts, [{ ...account, who: 'bench' }])
  const served = await listen(parts, folder, buildFolder)
  return {
    origin: served.origin,
    rows: await parts.store
      .read((view) => view.rows(rows.map(({ id }) => id)))
      .then((held) => [...held.values()]),
    async close() {
      await served.close()
      await connections.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** The app on a port of its own. */
async function listen(parts: Parts, folder: string, buildFolder: string) {
  const app = makeApp(parts, { build: readBuild(buildFolder), releases: new Releases(folder) })
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
  // A server listening on TCP has an address with a port.
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      await new Promise((resolve) => {
        server.close(resolve)
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
    },
  }
}

/** A data folder that was filled before; it is removed when the server closes. */
export async function startOn(folder: string, buildFolder: string) {
  const opened = openDatabase(folder)
  if (!opened.ok) throw new Error(opened.failure.detail)
  const parts = makeParts(opened.value, {
    ...{ registry, behindProxy: false, now: () => Date.now(), log: pino({ level: 'error' }) },
    ...{ keys: ServerKeys.in(folder), files: new FileStore(folder) },
  })
  const served = await listen(parts, folder, buildFolder)
  return {
    origin: served.origin,
    async close() {
      await served.close()
      await opened.value.close()
      rmSync(folder, { recursive: true })
    },
  }
}
