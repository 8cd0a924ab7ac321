import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { workbookOf } from './workbook.ts'

const nasty = ['=HYPERLINK("http://x","点我")', '+1+1', '-1', '@SUM(1)', '\t=1', '<b>&"']

async function partsOf(rows: readonly (readonly (string | number)[])[]) {
  const blob = await workbookOf('导出人：崔新', [
    { name: '出勤:2026/10', headings: ['姓名'], rows },
  ])
  const files = unzipSync(new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer()))
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]))
}

describe('an Excel file', () => {
  it('holds words alone: nothing in it is a formula, whatever people wrote', async () => {
    const parts = await partsOf(nasty.map((words) => [words]))
    const sheet = parts['xl/worksheets/sheet1.xml'] ?? ''
    expect(sheet).not.toMatch(/<f[ >]/)
    const cells = [...sheet.matchAll(/<c [^>]*>/g)].map(([cell]) => cell)
    expect(cells).toHaveLength(nasty.length + 2)
    for (const cell of cells) expect(cell).toMatch(/t="(s|inlineStr)"/)
    // In the column's own format too: written as text, it stays text when somebody edits it.
    expect(parts['xl/styles.xml']).toContain('formatCode="@"')
    const words = Object.values(parts).join('')
    expect(words).toContain('=HYPERLINK(')
    expect(words).toContain('&lt;b&gt;&amp;')
  })

  it('holds what was counted as numbers, so that it can be added up, and numbers that are names as text', async () => {
    const parts = await partsOf([[27, '0027', '20261015-402913']])
    const sheet = parts['xl/worksheets/sheet1.xml'] ?? ''
    expect(sheet).toMatch(/<c r="A3"( t="n")?><v>27<\/v><\/c>/)
    for (const cell of ['B3', 'C3'])
      expect(sheet).toMatch(new RegExp(`<c r="${cell}"[^>]* t="(s|inlineStr)"`))
  })

  it('says first who took it', async () => {
    const parts = await partsOf([['甲']])
    const strings = parts['xl/sharedStrings.xml'] ?? parts['xl/worksheets/sheet1.xml'] ?? ''
    expect(strings.indexOf('导出人：崔新')).toBeLessThan(strings.indexOf('姓名'))
    expect(strings).toContain('导出人：崔新')
  })

  it('takes any words: controls go, a name of a sheet that Excel forbids is made one it takes', async () => {
    const parts = await partsOf([['甲\u0000乙\u000b']])
    expect(Object.values(parts).join('')).toContain('甲乙')
    expect(parts['xl/workbook.xml']).toContain('name="出勤 2026 10"')
  })

  it('goes on in the line below where words are longer than a cell, and tears no character', async () => {
    const long = `${'记'.repeat(32_766)}\u{20000}${'录'.repeat(40_000)}完`
    const parts = await partsOf([
      ['20261015-402913', long, 27],
      ['20261016-000001', '短', 1],
    ])
    const strings = [...(parts['xl/sharedStrings.xml'] ?? '').matchAll(/<t[^>]*>([^<]*)<\/t>/g)]
    const words = strings.map(([, each = '']) => each)
    expect(words.every(({ length }) => length <= 32_767)).toBe(true)
    const own = words.slice(words.indexOf('20261015-402913'), words.indexOf('20261016-000001'))
    expect(own.filter((each) => each === '20261015-402913（续）')).not.toHaveLength(0)
    expect(own.filter((each) => !each.startsWith('2026')).join('')).toBe(long)
    expect((parts['xl/worksheets/sheet1.xml'] ?? '').match(/<row /g)).toHaveLength(6)
  })
})
