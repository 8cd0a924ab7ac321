import { expect, test } from 'vitest'
import type { HeldEdit, Problem } from '#lib/data/types.ts'
import type { Json } from '#schema/json.ts'
import { meeting } from '#schema/records/meeting.ts'
import { mendingPlace, sayRefused, sayWritten } from './refused-fields.ts'

const edit = (id: string, fields: Record<string, Json>, refused?: Problem): HeldEdit => ({
  id,
  row: 'm1',
  type: 'meeting',
  version: 1,
  stamp: `00000000${id}000phone`,
  fields,
  basis: {},
  madeAt: 0,
  offset: 0,
  ...(refused && { refused }),
})
const badPlace: Problem = { reason: 'badValue', field: 'place' }

test('what was refused is said with its newest words, the wrong field marked; what waits is left out', () => {
  const edits = [
    edit('1', { place: '旧', topic: '防火' }, badPlace),
    edit('2', { endsAt: null }),
    edit('3', { place: '新' }, badPlace),
  ]
  const said = sayRefused(meeting, { edits }, () => undefined)
  expect(said.map(({ label, value, wrong }) => [label, value, wrong])).toEqual([
    ['地点', '新', true],
    ['主题', '防火', false],
  ])
})

test('the way to mend it leads into the form, at the field', () => {
  const row = { id: 'm1', type: 'meeting', body: {} }
  const at = (field: string) => mendingPlace(row, { reason: 'badValue', field })
  expect(at('place')).toBe('/meetings/m1/edit?at=place')
  expect(at('resolutions/r1')).toBe('/meetings/m1/edit?at=resolutions%2Fr1')
  expect(mendingPlace(row, { reason: 'tooLarge' })).toBe('/meetings/m1/edit')
  const presence = { id: 'a', type: 'attendance', body: { meetingId: 'm1' } }
  expect(mendingPlace(presence, badPlace)).toBe('/meetings/m1/edit?at=roll')
  const study = { id: 's', type: 'study', body: { lessonId: 'l1' } }
  expect(mendingPlace(study, badPlace)).toBe('/study/l1')
  expect(mendingPlace({ id: 'p', type: 'person', body: {} }, badPlace)).toBeUndefined()
})

test('long words are begun, and their length is said; whoever is about to give them up sees every one', () => {
  const minutes = { label: '会议记录', path: 'minutes', value: '长'.repeat(1_000), wrong: false }
  const place = { label: '地点', path: 'place', value: '短', wrong: true }
  const rows = [{ id: 'm1', name: undefined, fields: [minutes, place] }]
  const said = (whole: boolean) => sayWritten(rows, whole).map(({ label, value }) => [label, value])
  expect(said(false)).toEqual([
    ['地点', '短'],
    ['会议记录', expect.stringMatching(/^长{300}……（共 1000 字/)],
  ])
  expect(said(true)).toEqual([
    ['地点', '短'],
    ['会议记录', minutes.value],
  ])
})
