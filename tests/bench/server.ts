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
import { found, rootRows } from '../../server/accounts/founding.ts'
import { hashPassword } from '../../server/accounts/passwords.ts'
import { makeApp } from '../../server/app.ts'
import { readBuild } from '../../server/app-files/read-build.ts'
import { Releases } from '../../server/app-files/releases.ts'
import { makeParts } from '../../server/parts.ts'
import { openDatabase } from '../../server/store/open-database.ts'
import { branchRows } from './rows.ts'

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

export async function startServer(rowCount: number, buildFolder: string): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'branchbook-bench-'))
  const opened = openDatabase(folder)
  if (!opened.ok) throw new Error(opened.failure.detail)
  const connections = opened.value
  const log = pino({ level: 'error' })
  const parts = makeParts(connections, { registry, now: () => Date.now(), log, behindProxy: false })
  const now = Date.now()
  const password = await hashPassword(account.password)
  const rows = branchRows(branch.id, rowCount, now)
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
    for (const { id, type, body } of rows) {
      const definition = registry.find(type)
      if (!definition) throw new Error(type)
      const stamps = Object.fromEntries(Object.keys(body).map((name) => [name, stamp]))
      await transaction.putRow({
        id,
        type,
        of: definition.of(body),
        at: definition.at(body),
        rev: 1,
        body,
        stamps,
      })
      for (const bucket of definition.seenIn(body, id)) await transaction.log(bucket, id, false)
    }
    await parts.accounts.add(
      { id: 'bench-account', name: account.name, personId: secretary.id, password },
      now,
    )
  })
  const app = makeApp(parts, { build: readBuild(buildFolder), releases: new Releases(folder) })
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
  // A server listening on TCP has an address with a port.
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    rows: await parts.store
      .read((view) => view.rows(rows.map(({ id }) => id)))
      .then((held) => [...held.values()]),
    async close() {
      await new Promise((resolve) => {
        server.close(resolve)
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
      await connections.close()
      rmSync(folder, { recursive: true })
    },
  }
}
