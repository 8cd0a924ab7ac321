import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { attachment } from '../../schema/records/attachment.ts'
import { meeting } from '../../schema/records/meeting.ts'
import { digestOf } from '../../sync/digest.ts'
import { committeeApart } from './committee-apart.ts'
import { asBefore, openStore } from './example-store.ts'

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

/** As the first release wrote it: of whom it is for it says nothing. */
const paper = (id: string, rev: number, meetingId: string) => ({
  ...{ id, type: 'attachment', of: meetingId, at: startsAt, rev },
  body: { meetingId, branchId: 'east', heldAt: startsAt, caption: '“会议”照片' },
  stamps: { meetingId: '0001', caption: '0002' },
})
const papers = [
  paper('p1', 15, 'm1'),
  { ...paper('p2', 16, 'm1'), body: { ...paper('p2', 16, 'm1').body, removedAt: startsAt } },
  paper('p3', 17, 'm3'),
]

it('P4: what the committee had among itself leaves what the branch publishes, and lies where its definition says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'branchbook-committee-'))
  const before = openStore(folder)
  await before.store.write(async (transaction) => {
    for (const each of [...rows, ...papers]) {
      await transaction.putRow(each)
      await transaction.log('branch/east/public/2026', each, false)
    }
  })
  await before.connections.close()
  asBefore(folder, committeeApart)

  const { connections, store } = openStore(folder)
  const names = ['public/2026', 'committee/2026'].map((part) => `branch/east/${part}`)
  const buckets = [...names, 'person/cui', 'person/li', 'person/wang']
  await store.read(async (view) => {
    const kept = await Promise.all(papers.map(({ id }) => view.row(id)))
    expect(kept[0]).toMatchObject({
      body: { ...papers[0]?.body, amongCommittee: true },
      stamps: { meetingId: '0001', amongCommittee: '0002' },
    })
    expect(kept[0]?.rev).toBeGreaterThan(15)
    expect(kept[2]).toEqual(papers[2])
    const states = await view.buckets(buckets)
    for (const bucket of buckets) {
      // The bodies are what their definitions would have taken.
      const members = [
        ...rows.filter(({ id, body }) => meeting.seenIn(body as never, id).includes(bucket)),
        ...kept.flatMap((each) =>
          each && attachment.seenIn(each.body, each.id).includes(bucket) ? [each] : [],
        ),
      ].map(({ id, rev }) => ({ id, rev }))
      expect(await view.members(bucket), bucket).toEqual(members)
      expect(states.get(bucket)?.digest, bucket).toEqual(digestOf(members))
    }
    expect(await view.entriesSince('branch/east/public/2026', 7, 10)).toEqual([
      { row: 'm1', sequence: 8, gone: true },
      { row: 'p1', sequence: 9, gone: true },
      { row: 'p2', sequence: 10, gone: true },
      { row: 'm2', sequence: 11, gone: true },
    ])
  })
  await connections.close()
  rmSync(folder, { recursive: true, force: true })
})
