/** One request and one reply with something in every part, as today's code holds them. */
import type { SyncRequest } from '../../sync/wire/request.ts'
import type { SyncReply } from '../../sync/wire/sync.ts'
import { protocol } from '../../sync/wire/sync.ts'

const now = 1_792_029_600_000
const stamp = '0mv9wc3k0000device-a'
const later = '0mv9wc3k0001device-b'

export const goldenRequest: SyncRequest = {
  protocol,
  device: 'device-a',
  sentAt: now,
  edits: [
    {
      id: 'edit-1',
      row: 'meeting-1',
      type: 'meeting',
      version: 2,
      stamp: later,
      fields: { place: '祠堂', topic: null, 'agenda/k1': { order: 1, title: '清点人数' } },
      basis: { place: stamp, topic: '', 'agenda/k1': '' },
      madeAt: now - 1_000,
      offset: -250,
    },
  ],
  positions: { 'org/town': 7, 'branch/east/public/2026': '12|2026-10-14T01:30:00.000Z|meeting-1' },
  open: ['branch/west/files'],
  scope: '3.a.b',
  page: 16_000,
  packs: true,
  check: { 'org/town': ['1.a.b', '0.0.0'] },
  health: { app: '0.2.0', unsent: 1, oldest: now - 1_000, storageUsed: 4_096, offset: -250 },
}

export const goldenReply: SyncReply = {
  protocol,
  now,
  restoredAt: now - 86_400_000,
  restoredTo: now - 90_000_000,
  verdicts: [
    { edit: 'edit-1', result: 'merged', stamp: later },
    { edit: 'edit-2', result: 'refused', reason: 'badValue', field: 'place' },
    { edit: 'edit-3', result: 'refused', reason: 'frozen', field: 'minutes' },
  ],
  rows: [
    {
      id: 'meeting-1',
      type: 'meeting',
      rev: 3,
      body: { place: '祠堂', agenda: { k1: { order: 1, title: '清点人数' } } },
      stamps: { place: stamp, 'agenda/k1': later },
    },
    {
      id: 'meeting-2',
      type: 'meeting',
      rev: 1,
      body: { place: '村委会', topic: '党课' },
      stamps: { place: stamp, topic: stamp },
    },
    { id: 'east', type: 'organisation', rev: 2, body: { name: '东村' }, stamps: { name: stamp } },
  ],
  packs: [
    {
      bucket: 'branch/east/public/2025',
      rows: 500,
      newest: '2025-12-30T01:00:00.000Z',
      data: 'H4sIAAAAAAAAA4uOBQApu0wNAgAAAA==',
    },
  ],
  unpack: ['branch/east/work/2025'],
  gone: ['meeting-9'],
  positions: { 'org/town': 8, 'branch/east/public/2026': '12|2026-10-01T01:30:00.000Z|meeting-2' },
  digests: { 'org/town': '2.1k.z' },
  repairs: [{ bucket: 'org/east', ranges: 16, differing: [3], ids: ['east'] }],
  scope: '2.c.d',
  granted: ['org/town', 'branch/east/public/2026'],
  more: true,
  outdated: false,
  actor: {
    accountId: 'account-1',
    personId: 'person-1',
    branchId: 'east',
    lineage: ['town', 'east'],
    offices: [{ office: 'secretary', organisationId: 'east', covers: ['east'] }],
  },
  remembered: { lastContact: now - 86_400_000, unsent: 2, oldest: now - 90_000_000 },
}
