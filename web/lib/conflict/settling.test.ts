import { expect, test } from 'vitest'
import type { Actor, Office } from '#schema/access.ts'
import type { ConflictBody } from '#schema/records/conflict.ts'
import { meeting } from '#schema/records/meeting.ts'
import { person } from '#schema/records/person.ts'
import { instantOf } from '#schema/rules/calendar.ts'
import { maySettle, settlingDrafts, thirdVersion } from './settling.ts'
import { versionsOf } from './view.ts'

const side = { device: 'phone', corrected: false }
const body: ConflictBody = {
  row: 'm1',
  type: 'meeting',
  path: 'resolutions/r1',
  raisedBy: 'e2',
  organisationId: 'b1',
  raisedAt: '2026-10-08T02:00:00.000Z',
  stands: 'e2',
  sides: {
    e2: {
      ...side,
      value: null,
      stamp: 'b',
      by: 'wang',
      at: '2026-10-08T02:00:00.000Z',
      corrected: true,
    },
    e1: {
      ...side,
      value: { order: 0, text: '修水渠', personId: 'cui' },
      stamp: 'a',
      by: 'li',
      name: '李干事',
      at: '2026-10-08T01:00:00.000Z',
    },
  },
}
const names = new Map([
  ['cui', '崔新'],
  ['wang', '王副书记'],
])

test('versions are said in the words of the field, the older first, with who and which stands', () => {
  const said = versionsOf(meeting, body, (id) => names.get(id))
  expect(said).toMatchObject([
    { key: 'e1', words: '修水渠\n负责人：崔新', author: '李干事', stands: false, corrected: false },
    { key: 'e2', words: '（删掉了，没有内容）', author: '王副书记', stands: true, corrected: true },
  ])
})

const actor = (office: Office, organisationId: string): Actor => ({
  accountId: 'a',
  personId: 'p',
  branchId: 'b1',
  lineage: ['t', 'b1'],
  offices: [{ office, organisationId, covers: organisationId === 't' ? ['t', 'b1'] : ['b1'] }],
})
const held = {
  id: 'm1',
  body: { branchId: 'b1', kinds: ['themeDay'], startsAt: instantOf('2026-10-08', '09:30') },
}

test('whoever may write the field may settle; where the record is not here, nobody', () => {
  expect(maySettle(actor('secretary', 'b1'), meeting, held, body)).toBe('yes')
  expect(maySettle(actor('staff', 't'), meeting, held, body)).toBe('yes')
  expect(maySettle(actor('staff', 't'), meeting, held, { ...body, path: 'place' })).toBe('no')
  expect(maySettle(actor('committee', 'b1'), meeting, held, body)).toBe('no')
  expect(maySettle(actor('secretary', 'b1'), meeting, undefined, body)).toBe('absent')
  const signed = { id: 'm1', body: { ...held.body, stage: 'signed' } }
  expect(maySettle(actor('secretary', 'b1'), meeting, signed, body)).toBe('frozen')
  const member = { id: 'p', body: { name: '甲', branchId: 'b1', kind: 'full' } }
  const ofKind = { ...body, row: 'p', type: 'person', path: 'kind' }
  expect(maySettle(actor('secretary', 'b1'), person, member, ofKind)).toBe('no')
  expect(maySettle(actor('staff', 't'), person, member, ofKind)).toBe('yes')
})

const nowMs = Date.parse('2026-10-08T03:00:00.000Z')
const settled = { by: 'p', at: '2026-10-08T03:00:00.000Z', value: '定' }

test('the choice goes first, and the field is written whether or not it says so already', () => {
  const drafts = settlingDrafts(meeting, { id: 'c1', body }, { value: '定', by: 'p', nowMs })
  expect(drafts).toMatchObject([
    { id: 'c1', fields: { settled } },
    { id: 'm1', fields: { 'resolutions/r1': '定' }, evenIfSame: true },
  ])
})

test('a third version settles where its field is written, and only there', async () => {
  const found = { id: 'c1', body }
  // A device that holds this one conflict.
  const records = { find: () => Promise.resolve(found) } as unknown as Parameters<
    typeof thirdVersion
  >[0]
  const by = { by: 'p', nowMs }
  const draft = { type: meeting, id: 'm1' }
  const written = [{ ...draft, fields: { 'resolutions/r1': '定' } }]
  expect(await thirdVersion(records, 'c1', written, by)).toMatchObject([{ fields: { settled } }])
  const other = [{ ...draft, fields: { place: '小学' } }]
  expect(await thirdVersion(records, 'c1', other, by)).toEqual([])
})
