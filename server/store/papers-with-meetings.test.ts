import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { attachment } from '../../schema/records/attachment.ts'
import { digestOf } from '../../sync/digest.ts'
import { asBefore, openStore } from './example-store.ts'
import { papersWithMeetings } from './papers-with-meetings.ts'

const startsAt = '2025-12-31T16:30:00.000Z'
const meeting = (id: string, kinds: readonly string[]) => ({
  ...{ id, type: 'meeting', of: 'east', at: startsAt, rev: 11, stamps: {} },
  body: { branchId: 'east', kinds, startsAt },
})
const paper = (
  id: string,
  meetingId: string,
  said: { readonly amongCommittee?: boolean } = {},
) => ({
  ...{ id, type: 'attachment', of: meetingId, at: startsAt, rev: 12 },
  body: { meetingId, branchId: 'east', heldAt: startsAt, caption: '“会议”照片', ...said },
  stamps: { meetingId: '0001', caption: '0002' },
})
const meetings = [
  meeting('m1', ['committee', 'talk']),
  meeting('m2', ['committee', 'memberMeeting']),
]
const papers = [
  paper('left', 'm1'),
  paper('opened', 'm1', { amongCommittee: false }),
  paper('right', 'm1', { amongCommittee: true }),
  paper('shown', 'm2'),
  paper('shut', 'm2', { amongCommittee: true }),
  paper('told', 'm2', { amongCommittee: false }),
  paper('without', 'm3'),
]
const apart = ['left', 'opened', 'right', 'without']
const moved = ['left', 'opened', 'shut', 'without']

it('S9: photos that stayed where their meeting was go where it is, and phones are told so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'branchbook-papers-'))
  const before = openStore(folder)
  await before.store.write(async (transaction) => {
    for (const each of [...meetings, ...papers]) await transaction.putRow(each)
    for (const each of papers) {
      const [bucket = ''] = attachment.seenIn(each.body, each.id)
      await transaction.log(bucket, each, false)
    }
  })
  await before.connections.close()
  asBefore(folder, papersWithMeetings)

  const { connections, store } = openStore(folder)
  await store.read(async (view) => {
    const kept = await view.rowsOfType('attachment')
    expect(kept.map(({ id }) => id)).toEqual(papers.map(({ id }) => id))
    for (const [index, row] of kept.entries()) {
      const { amongCommittee = false, ...others } = row.body
      expect([row.id, amongCommittee]).toEqual([row.id, apart.includes(row.id)])
      expect(others).toMatchObject({ caption: '“会议”照片', heldAt: startsAt })
      if (moved.includes(row.id)) expect(row.rev).toBeGreaterThan(12)
      else expect(row).toEqual(papers[index])
    }
    for (const part of ['public', 'committee']) {
      const bucket = `branch/east/${part}/2026`
      const members = kept
        .filter(({ id, body }) => attachment.seenIn(body, id).includes(bucket))
        .map(({ id, rev }) => ({ id, rev }))
      expect(await view.members(bucket), bucket).toEqual(members)
      const state = (await view.buckets([bucket])).get(bucket)
      expect(state?.digest, bucket).toEqual(digestOf(members))
    }
    const news = await view.entriesSince('branch/east/public/2026', 5, 10)
    expect(news.map(({ row, gone }) => [row, gone])).toEqual([
      ['left', true],
      ['opened', true],
      ['shut', false],
      ['without', true],
    ])
  })
  await connections.close()
  rmSync(folder, { recursive: true, force: true })
})
