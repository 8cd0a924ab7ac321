import { describe, expect, it } from 'vitest'
import type { Records, Row } from '#lib/data/types.ts'
import type { Body } from '#schema/json.ts'
import { registry } from '#schema/records/index.ts'
import { gatherOwn, namesFor, ownJson, ownSheets, sayOwnRow } from './own-data.ts'

const row = (type: string, id: string, body: Body): Row<Body> => ({
  ...{
    id,
    type,
    body,
    at: '',
    enteredAt: 0,
    mark: 'arrived',
    problem: null,
    revision: 0,
    edits: [],
  },
})
const held = [
  row('person', 'me', { name: '郭玉兰', branchId: 'east', kind: 'full' }),
  row('person', 'other', { name: '崔新', branchId: 'east', kind: 'full' }),
  row('organisation', 'east', { name: '东村党支部', kind: 'branch' }),
  row('meeting', 'm1', {
    branchId: 'east',
    kinds: ['themeDay'],
    startsAt: '2026-10-08T01:30:00.000Z',
  }),
  row('attendance', 'a1', {
    ...{ meetingId: 'm1', personId: 'me', branchId: 'east', status: 'excused' },
    ...{ heldAt: '2026-10-08T01:30:00.000Z', reason: '=1+1' },
  }),
  row('attendance', 'a2', { meetingId: 'm1', personId: 'other', branchId: 'east', heldAt: '' }),
  row('study', 's1', {
    ...{ personId: 'me', lessonId: 'l1', branchId: 'east', openedAt: '2026-10-09T01:30:00.000Z' },
    attempts: { k1: { at: '2026-10-09T02:00:00.000Z', asked: 5, right: 4 } },
  }),
  row('look', 'k1', {
    ...{ personId: 'me', viewerId: 'other', viewerName: '崔新', branchId: 'east' },
    ...{ organisationId: 'east', kind: 'file', key: 'x', at: '2026-10-09T02:00:00.000Z' },
  }),
  row('look', 'k2', { personId: 'other', viewerId: 'me', viewerName: '郭玉兰' }),
]
// A device that holds just these rows; they are what their types say.
const records = {
  find: (type: { name: string }, id: string) =>
    Promise.resolve(held.find((each) => each.type === type.name && each.id === id)),
  findAll: (type: { name: string }) =>
    Promise.resolve(held.filter((each) => each.type === type.name)),
} as unknown as Pick<Records, 'find' | 'findAll'>

describe('my data', () => {
  it('is every row about me and no other’s', async () => {
    const own = await gatherOwn(records, registry, 'me')
    expect(own.flatMap(({ rows }) => rows.map(({ id }) => id)).sort()).toEqual([
      'a1',
      'k1',
      'me',
      's1',
    ])
  })

  it('reads as words: names for what it points to, every number of an answer', async () => {
    const own = await gatherOwn(records, registry, 'me')
    const nameOf = await namesFor(records, own)
    const said = own.map(({ definition, rows: [first] }) =>
      first ? sayOwnRow(definition, first, nameOf).map(({ value }) => value) : [],
    )
    expect(said[1]).toEqual([
      '10月8日 主题党日',
      '东村党支部',
      '2026年10月8日 09:30',
      '请假',
      '=1+1',
    ])
    const sheets = ownSheets(own, nameOf)
    expect(sheets.map(({ name }) => name)).toEqual(['党员', '出勤', '学习记录', '查阅记录'])
    expect(JSON.stringify(sheets[2])).toContain('2026年10月9日 10:00 · 5 · 4')
    for (const { headings, rows } of sheets)
      for (const cells of rows) expect(cells).toHaveLength(headings.length)
  })

  it('is whole as JSON', async () => {
    const own = await gatherOwn(records, registry, 'me')
    const json: unknown = JSON.parse(ownJson(own, { name: '郭玉兰', exportedAt: 'now' }))
    expect(json).toMatchObject({ format: 'branchbook-own-1', name: '郭玉兰' })
    expect(JSON.stringify(json)).toContain('"right":4')
    expect(JSON.stringify(json)).not.toContain('a2')
  })
})
