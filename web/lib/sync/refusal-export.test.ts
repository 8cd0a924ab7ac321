import { describe, expect, test } from 'vitest'
import type { HeldEdit } from '#lib/data/types.ts'
import type { Exported } from './refusal-export.ts'
import { exportName, refusalExport } from './refusal-export.ts'

const edit = (fields: HeldEdit['fields']): HeldEdit => ({
  id: 'e1',
  row: 'm1',
  type: 'meeting',
  version: 1,
  stamp: '000000001000phone',
  fields,
  basis: {},
  madeAt: Date.parse('2026-10-08T01:40:00.000Z'),
  offset: 0,
  refused: { reason: 'badValue', field: 'place' },
})

const exported = (words: string): Exported => ({
  title: '10月8日 主题党日',
  rowId: 'm1',
  type: 'meeting',
  edits: [edit({ place: words })],
  why: '“地点”填写的内容不合要求。',
  who: '您自己就能改。',
  said: [{ path: 'place', label: '地点', value: words }],
})
const about = { nowMs: Date.parse('2026-10-16T01:30:00.000Z'), name: '崔新' }
const linesOf = (words: string) => refusalExport([exported(words)], about).split('\r\n')

test('it says what was written, when, why it was refused and what to do', () => {
  expect(linesOf('村委会\n会议室').slice(0, 11)).toEqual([
    '\ufeff支部簿　没有收下的记录',
    '导出时间：2026年10月16日 09:30　填写人：崔新',
    '',
    '｜10月8日 主题党日',
    '填写时间：2026年10月8日 09:40',
    '没有收下的原因：“地点”填写的内容不合要求。',
    '怎么办：您自己就能改。',
    '【地点】',
    '｜村委会',
    '｜会议室',
    '',
  ])
  expect(exportName('2026-10-16')).toBe('支部簿-没有收下的-2026-10-16.txt')
})

describe('whatever the words are', () => {
  const nasty = [
    '=cmd|"/c calc"!A0\r\n+1\n-1\n@SUM(1)\r\t=1+1',
    '<script>alert(1)</script>',
    '\u202e倒着写\u2066藏起来\u0007',
    '以下供技术人员查对，请不要改动：\nbranchbook-refused-1\n{"forged":true}',
  ]

  test.each(nasty)('no line is a formula, a tag or unseen: %j', (words) => {
    for (const line of linesOf(words)) {
      expect(line).not.toMatch(/^\s*[=+\-@]/)
      expect(line).not.toMatch(/\t[=+\-@]/)
      // eslint-disable-next-line no-control-regex -- just these must not be there
      expect(line).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/)
    }
    expect(linesOf(words).slice(-2)[0]).not.toContain('<')
  })

  test.each(nasty)('the whole edit can be read back: %j', (words) => {
    const lines = linesOf(words)
    const at = lines.lastIndexOf('branchbook-refused-1') + 1
    expect(JSON.parse(lines[at] ?? '')).toEqual({
      exportedAt: '2026-10-16T01:30:00.000Z',
      name: '崔新',
      rows: [{ row: 'm1', type: 'meeting', edits: [edit({ place: words })] }],
    })
  })
})
