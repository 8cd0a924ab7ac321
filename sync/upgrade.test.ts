import { describe, expect, it } from 'vitest'
import { defineRecord } from '../schema/define-record.ts'
import { document, field, group, integer, optional, setOf, text, words } from '../schema/field.ts'
import type { Edit } from './wire/edit.ts'
import { upgradeEdit, upgradeState } from './upgrade.ts'

const word = () => optional(text({ max: 20 }))
/** Version 2 called the place its venue; version 3 made documents of minutes and one set of two lists. */
const gathering = defineRecord({
  name: 'gathering',
  version: 3,
  words: words('聚会', 'Gathering'),
  at: () => '1970-01-01T00:00:00.000Z',
  of: () => '',
  fields: {
    venue: field('地点', 'Venue', word()),
    minutes: field('记录', 'Minutes', document({ max: 100 })),
    points: field('事项', 'Points', setOf(group({ order: integer({ min: 0, max: 9 }) }))),
  },
  seenIn: () => ['org/1'],
  write: () => true,
  upgrades: [
    ({ place: venue, ...others }) => ({ ...others, ...(venue !== undefined && { venue }) }),
    ({ minutes, ...others }) => ({
      ...Object.fromEntries(
        Object.entries(others).map(([path, value]) => [path.replace('agenda/', 'points/'), value]),
      ),
      ...(minutes !== undefined && { minutes: { text: minutes ?? '' } }),
    }),
  ],
})

const edit: Edit = {
  id: 'e1',
  row: 'g1',
  type: 'gathering',
  version: 1,
  stamp: '000000000009device-a',
  fields: { place: '祠堂', 'agenda/k1': { order: 1 }, minutes: '清点人数' },
  basis: { place: '000000000001device-a', 'agenda/k1': '', minutes: '000000000002device-b' },
  madeAt: 9,
  offset: 0,
}

describe('V1: an edit of an older version', () => {
  it('says what it said under the names of today, over the same writes', () => {
    expect(upgradeEdit(gathering, edit)).toEqual({
      ...edit,
      fields: { venue: '祠堂', 'points/k1': { order: 1 }, minutes: { text: '清点人数' } },
      basis: { venue: edit.basis['place'], 'points/k1': '', minutes: edit.basis['minutes'] },
    })
  })

  it('takes only the steps that lie ahead of its version', () => {
    const { fields } = upgradeEdit(gathering, { ...edit, version: 2 })
    expect(fields).toEqual({
      place: '祠堂',
      'points/k1': { order: 1 },
      minutes: { text: '清点人数' },
    })
  })

  it('of today or of a later version is left alone', () => {
    for (const version of [3, 4]) {
      const given = { ...edit, version }
      expect(upgradeEdit(gathering, given)).toBe(given)
    }
  })
})

describe('V1: a row kept since an older version', () => {
  const stamps = {
    place: '000000000001device-a',
    'agenda/k1': '000000000002device-a',
    'agenda/k2': '000000000003device-a',
    minutes: '000000000004device-a',
  }
  const kept = {
    body: { place: '祠堂', agenda: { k1: { order: 1 } }, minutes: '清点人数' },
    stamps,
  }

  it('is what its edits would have made of it today, cleared fields and stamps included', () => {
    expect(upgradeState(gathering, 1, kept)).toEqual({
      body: { venue: '祠堂', points: { k1: { order: 1 } }, minutes: '清点人数' },
      stamps: {
        venue: stamps.place,
        'points/k1': stamps['agenda/k1'],
        'points/k2': stamps['agenda/k2'],
        minutes: stamps.minutes,
      },
    })
  })

  it('keeps what merges its documents, and what nobody knows', () => {
    const beside = { 'minutes.document': { state: 'AAAA' }, weather: '雨' }
    const row = { body: { ...kept.body, ...beside }, stamps: { ...stamps, weather: stamps.place } }
    expect(upgradeState(gathering, 1, row).body).toMatchObject(beside)
  })

  it('is the same object where nothing changes', () => {
    const row = upgradeState(gathering, 1, kept)
    expect(upgradeState(gathering, 2, row)).toBe(row)
  })
})
