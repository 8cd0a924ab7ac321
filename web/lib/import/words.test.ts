import { expect, test } from 'vitest'
import { m } from '#lib/i18n/generated/messages.js'
import { rowNotes } from '#sync/wire/import.ts'
import { sayChange, sayImportFailure, sayNote, sayRefusedRow, sayVerdict } from './words.ts'

const row = { verdict: 'refused', line: 40, title: '崔新', subtitle: '石槽村党支部' } as const

test('a repeated row names the row it repeats', () => {
  expect(sayRefusedRow({ ...row, reason: 'duplicateInFile', firstLine: 14 })).toEqual({
    why: m.import_refusal_duplicate_line({ line: 14 }),
    where: undefined,
  })
})

test('a refused value is shown with the heading of its column; an empty one by the heading alone', () => {
  const refused = { ...row, reason: 'badDate', column: '出生日期' } as const
  expect(sayRefusedRow({ ...refused, value: '十月' }).where).toBe(
    m.import_refused_at({ column: '出生日期', value: '十月' }),
  )
  expect(sayRefusedRow({ ...refused, value: '' }).where).toBe(
    m.import_refused_in({ column: '出生日期' }),
  )
})

test('a change into nothing says so', () => {
  const label = { zh: '手机号码', en: 'Mobile' }
  const said = sayChange({ field: 'mobile', label, before: '139', after: '' })
  expect(said).toBe(
    m.import_change({ field: label.zh, before: '139', after: m.import_empty_value() }),
  )
})

test('every note of a row is a sentence of its own, with what it is about', () => {
  const said = rowNotes.map((note) =>
    sayNote({ note, column: '主持人', value: '李书记', counts: [22, 3] }),
  )
  expect(new Set(said).size).toBe(rowNotes.length)
  expect(said.join()).not.toMatch(/undefined|[{}]/)
  expect(said[rowNotes.indexOf('unknownName')]).toContain('“主持人”里的“李书记”')
  expect(said[rowNotes.indexOf('rollNoted')]).toBe(
    m.import_note_rollNoted({ first: 22, second: 3 }),
  )
})

test('a meeting that is there already need not say the same', () => {
  expect(sayVerdict('same', 'ledger')).toBe(m.import_count_there())
  expect(sayVerdict('same', 'roster')).toBe(m.import_count_same())
  expect(sayVerdict('new', 'ledger')).toBe(m.import_count_new())
})

test('missing columns are named; a stop of one’s own needs no sentence', () => {
  expect(sayImportFailure({ error: 'missingColumns', names: ['姓名', '类别'] })).toContain(
    '姓名、类别',
  )
  expect(sayImportFailure({ error: 'stopped' })).toBeUndefined()
})
