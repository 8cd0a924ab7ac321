import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { digestOf } from '../../sync/digest.ts'
import { groupsToBranches } from './groups-to-branches.ts'
import { asBefore, openStore } from './example-store.ts'

const at = '1970-01-01T00:00:00.000Z'
const organisation = (id: string, kind: string, parentId: string, rev: number) => ({
  ...{ id, type: 'organisation', of: parentId, at, rev, stamps: {} },
  body: { name: id, kind, parentId },
})

it('R1: brings groups that were there before to whoever holds their branch, counted and in order', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'branchbook-groups-'))
  const before = openStore(folder)
  const rows = [
    organisation('east', 'branch', 'town', 11),
    organisation('first', 'group', 'east', 12),
    organisation('second', 'group', 'east', 13),
    organisation('other', 'group', 'west', 14),
  ]
  await before.store.write(async (transaction) => {
    for (const row of rows) {
      await transaction.putRow(row)
      await transaction.log(`org/${row.id}`, row, false)
    }
  })
  await before.connections.close()
  asBefore(folder, groupsToBranches)

  const { connections, store } = openStore(folder)
  const [held, states, since] = await store.read((view) =>
    Promise.all([
      view.members('org/east'),
      view.buckets(['org/east', 'org/west', 'org/first']),
      view.entriesSince('org/east', 1, 10),
    ]),
  )
  const revs = [
    { id: 'east', rev: 11 },
    { id: 'first', rev: 12 },
    { id: 'second', rev: 13 },
  ]
  expect(held).toEqual(expect.arrayContaining(revs))
  expect(states.get('org/east')).toEqual({ last: 3, digest: digestOf(revs) })
  expect(states.get('org/west')).toEqual({ last: 1, digest: digestOf([{ id: 'other', rev: 14 }]) })
  expect(states.get('org/first')?.last).toBe(1)
  expect(since).toEqual([
    { row: 'first', sequence: 2, gone: false },
    { row: 'second', sequence: 3, gone: false },
  ])
  await connections.close()
  rmSync(folder, { recursive: true, force: true })
})
