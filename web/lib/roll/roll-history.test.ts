import { expect, test } from 'vitest'
import type { HistoryLine } from '#sync/wire/history.ts'
import { entriesOf, sayRollChanges } from './roll-history.ts'

type Fields = Readonly<Record<string, readonly [unknown, unknown]>>
const line = (edit: string, row: string | undefined, fields: Fields, more = {}): HistoryLine => ({
  edit,
  ...(row !== undefined && { row: `attendance:m1:${row}` }),
  personName: '崔新',
  device: 'phone',
  madeAt: 1,
  receivedAt: 2,
  trueAt: 1,
  clockCorrected: false,
  result: 'accepted',
  fields: Object.entries(fields).map(([path, [before, after]]) => ({ path, before, after })),
  ...more,
})
const names: Record<string, string> = { xu: '徐志', zhao: '赵华杰', zhou: '周伟秀' }

test('a roll is one entry a save, and says of whom what was said', () => {
  const roll = [
    line('e2', 'zhao', { status: [null, 'present'] }),
    line('e3', 'xu', { status: [null, 'excused'], reason: [null, '车在修'] }),
    line('e4', 'zhou', { status: [null, 'present'] }),
  ]
  const later = [
    line('e5', 'xu', { status: ['excused', 'present'], reason: ['车在修', null] }, { madeAt: 5 }),
    line('e6', 'zhao', { removedAt: [null, '2026-10-09T00:00:00.000Z'] }, { madeAt: 5 }),
    line('e7', 'zhou', { heldAt: ['a', 'b'] }, { madeAt: 5 }),
  ]
  const entries = entriesOf([...later, ...roll, line('e1', undefined, {})])
  expect(entries.map(({ line: { edit }, roll: lines }) => [edit, lines.length])).toEqual([
    ['e5', 3],
    ['e2', 3],
    ['e1', 0],
  ])
  const said = entries.map(({ roll: lines }) =>
    sayRollChanges(lines, (id) => names[id]).map(({ words }) => words),
  )
  expect(said).toEqual([
    ['徐志（请假：车在修 → 到会）', '赵华杰（移出点名）'],
    ['赵华杰、周伟秀（到会）', '徐志（请假：车在修）'],
    [],
  ])
})
