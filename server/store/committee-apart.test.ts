import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { meeting } from '../../schema/records/meeting.ts'
import { digestOf } from '../../sync/digest.ts'
import { committeeApart } from './committee-apart.ts'
import { migrations } from './migrations.ts'
import { databaseName, openDatabase } from './open-database.ts'
import { makeSqliteStore } from './sqlite-store.ts'

const startsAt = '2025-12-31T16:30:00.000Z'
const row = (id: string, rev: number, kinds: readonly string[], more = {}) => ({
  ...{ id, type: 'meeting', of: 'east', at: startsAt, rev, stamps: {} },
  body: { branchId: 'east', kinds, startsAt, ...more },
})
const rows = [
  row('m1', 11, ['committee'], {
    chairId: 'cui',
    recorderId: 'li',
    resolutions: {
      r1: { order: 0, text: '修水渠', personId: 'wang' },
      r2: { order: 1, text: '查漏' },
    },
  }),
  row('m2', 12, ['talk']),
  row('m3', 13, ['committee', 'memberMeeting'], { chairId: 'cui' }),
  row('m4', 14, ['themeDay']),
]

function open(folder: string) {
  const opened = openDatabase(folder)
  if (!opened.ok) throw new Error(opened.failure.detail)
  return { connections: opened.value, store: makeSqliteStore(opened.value) }
}

it('P4: what the committee had among itself leaves what the branch publishes, and lies where its definition says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'branchbook-committee-'))
  const before = open(folder)
  await before.store.write(async (transaction) => {
    for (const each of rows) {
      await transaction.putRow(each)
      await transaction.log('branch/east/public/2026', each, false)
    }
  })
  await before.connections.close()
  // As the release before this step left it.
  const database = new Sqlite(join(folder, databaseName))
  const step = migrations.indexOf(committeeApart)
  database.prepare(`UPDATE meta SET value = ? WHERE name = 'schemaVersion'`).run(String(step))
  database.close()

  const { connections, store } = open(folder)
  const names = ['public/2026', 'committee/2026'].map((part) => `branch/east/${part}`)
  const buckets = [...names, 'person/cui', 'person/li', 'person/wang']
  await store.read(async (view) => {
    const states = await view.buckets(buckets)
    for (const bucket of buckets) {
      const members = rows
        // The body is what the definition would have taken.
        .filter(({ id, body }) => meeting.seenIn(body as never, id).includes(bucket))
        .map(({ id, rev }) => ({ id, rev }))
      expect(await view.members(bucket), bucket).toEqual(members)
      expect(states.get(bucket)?.digest, bucket).toEqual(digestOf(members))
    }
    expect(await view.entriesSince('branch/east/public/2026', 4, 10)).toEqual([
      { row: 'm1', sequence: 5, gone: true },
      { row: 'm2', sequence: 6, gone: true },
    ])
  })
  await connections.close()
  rmSync(folder, { recursive: true, force: true })
})
