import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { columnsOf } from './columns.ts'
import { opened, sampleOf, workbookOf, workbookWith } from './example-import.ts'
import type { Cell, Heading } from './sheet.ts'
import { readWorkbook } from './workbook.ts'

const wanted: readonly Heading[] = [
  { key: 'name', heading: '姓名', required: true },
  { key: 'phone', heading: '手机号码', also: ['手机'] },
]

const cellsOf = async (bytes: Uint8Array): Promise<readonly (readonly Cell[])[]> =>
  opened(await readWorkbook(bytes, wanted)).rows.map(({ cells }) => cells)

const text = (address: string, value: string) =>
  `<c r="${address}" t="inlineStr"><is><t>${value}</t></is></c>`
const headed = (rows: string, more?: Readonly<Record<string, Uint8Array>>) =>
  workbookWith(`<row r="1">${text('A1', '姓名')}${text('B1', '手机')}</row>${rows}`, more)

describe('what a sheet may look like', () => {
  it('finds the headings below titles, in any order, among other columns and sheets', async () => {
    const bytes = await workbookOf([
      ['平原镇党员名册', null, null],
      [null, null, null],
      ['手机号码\n(必填)', '备注', ' 姓 名 '],
      ['13900000000', 'x', '王明'],
      [null, null, null],
      [null, null, '李芳'],
    ])
    const sheet = opened(await readWorkbook(bytes, wanted))
    expect(sheet.columns).toEqual({ name: 2, phone: 0 })
    expect(sheet.rows.map(({ line, cells }) => [line, cells[2]])).toEqual([
      [4, '王明'],
      [6, '李芳'],
    ])
    expect(sheet.blank).toBe(1)
  })

  it('reads headings in two lines, and takes no row of people for the second', async () => {
    const three: readonly Heading[] = [...wanted, { key: 'born', heading: '出生日期' }]
    const columnsIn = async (...rows: readonly (readonly (string | number | null)[])[]) => {
      const sheet = opened(await readWorkbook(await workbookOf(rows), three))
      return [sheet.columns, sheet.headings, sheet.rows.map(({ line }) => line)]
    }
    expect(
      await columnsIn(
        ['名册', null, null, null],
        ['序号', '姓名', '其他情况', null],
        [null, null, '手机', '出生\n日期'],
        [1, '王明', '139', '1949'],
      ),
    ).toEqual([{ name: 1, phone: 2, born: 3 }, ['序号', '姓名', '手机', '出生\n日期'], [4]])
    // The upper line stands for what is under it, too: 手机 over 手机 and 出生日期.
    expect(
      await columnsIn(['姓名', '手机', null], [null, '手机号码', '出生日期'], ['李芳', '1', '2']),
    ).toEqual([{ name: 0, phone: 1, born: 2 }, ['姓名', '手机号码', '出生日期'], [3]])
    expect(await columnsIn(['姓名', '手机'], ['手机', '139'], ['李芳', '1'])).toEqual([
      { name: 0, phone: 1 },
      ['姓名', '手机'],
      [2, 3],
    ])
  })

  it('takes no story in a title for a heading, though it be brackets and nothing else', async () => {
    const bytes = await workbookOf([['(（'.repeat(500_000)], ['姓名(必填)', '手机'], ['王明', '1']])
    const sheet = opened(await readWorkbook(bytes, wanted))
    expect([sheet.columns, sheet.rows.length]).toEqual([{ name: 0, phone: 1 }, 1])
  })

  it('passes over rows of a form that hold a printed number and nothing else', async () => {
    const bytes = await workbookOf([
      ['序号', '姓名', '手机'],
      [1, '王明', null],
      [2, null, null],
      [3, null, '139'],
      [4, null, ' '],
    ])
    const sheet = opened(await readWorkbook(bytes, wanted))
    expect([sheet.rows.map(({ line }) => line), sheet.blank]).toEqual([[2, 4], 1])
  })

  it('takes no row for an empty one that holds words in a column of another name', async () => {
    const bytes = await workbookOf([
      ['序号', '姓名', '讨论摘要', '未导入原因', '人次'],
      [1, '王明', '先议水渠', null, 8],
      [null, null, '再议党费', null, null],
      [2, null, ' / ', '日期看不懂', '12'],
      ['三', null, null, null, 3],
      [null, '李芳', null, null, null],
    ])
    const sheet = opened(await readWorkbook(bytes, wanted))
    expect([sheet.rows.map(({ line }) => line), sheet.blank]).toEqual([[2, 3, 6], 2])
  })

  it('finds nothing in a formula that nobody has computed', async () => {
    expect(
      await cellsOf(
        headed(
          `<row r="2"><c r="A2" t="inlineStr"><is><t>王明</t></is></c><c r="B2"><f>A1</f></c></row>`,
        ),
      ),
    ).toEqual([['王明', null]])
  })

  it('keeps formula-like words, takes the last value of a formula, dates at midnight UTC', async () => {
    const date = new Date('1949-03-09T00:00:00Z')
    const bytes = await workbookOf([
      ['姓名', '手机'],
      ['=HYPERLINK("http://x")', '+1'],
      ['@SUM(A1)', date],
    ])
    expect(await cellsOf(bytes)).toEqual([
      ['=HYPERLINK("http://x")', '+1'],
      ['@SUM(A1)', date],
    ])
    const computed = headed(
      `<row r="2"><c r="A2" t="str"><f>"王"&amp;"明"</f><v>王明</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>` +
        `<row r="3"><c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B3" t="b"><v>1</v></c></row>`,
    )
    expect(await cellsOf(computed)).toEqual([
      ['王明', 2],
      [null, true],
    ])
  })

  it('joins rich text', async () => {
    const shared = Buffer.from(
      '<sst><si><r><t>王</t></r><r><rPr><b/></rPr><t>明</t></r><rPh sb="0" eb="1"><t>wang</t></rPh></si></sst>',
    )
    const bytes = headed('<row r="2"><c r="A2" t="s"><v>0</v></c></row>', {
      'xl/sharedStrings.xml': shared,
    })
    expect((await cellsOf(bytes))[0]?.[0]).toBe('王明')
  })

  it('reads the samples', { timeout: 30_000 }, async () => {
    const sizes = await Promise.all(
      (['branches', 'roster', 'questions', 'ledger'] as const).map(async (kind) => {
        const sheet = opened(await readWorkbook(sampleOf[kind], columnsOf[kind]))
        return [sheet.rows.length, sheet.blank]
      }),
    )
    expect(sizes).toEqual([
      [26, 0],
      [770, 1],
      [24, 0],
      [48, 2],
    ])
  })
})

describe('what is refused', () => {
  const failureOf = async (bytes: Uint8Array) => {
    const read = await readWorkbook(bytes, wanted)
    return read.ok ? undefined : read.failure
  }

  it('other formats', async () => {
    const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])
    const encrypted = Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')])
    const other = { error: 'notExcel', detail: 'otherFormat' }
    expect(await failureOf(Buffer.from('姓名,手机\n王明,1'))).toEqual(other)
    expect(await failureOf(Buffer.from('<html><table><td>姓名</td></table></html>'))).toEqual(other)
    expect(await failureOf(new Uint8Array())).toEqual(other)
    expect(await failureOf(ole)).toEqual(other)
    expect(await failureOf(encrypted)).toEqual({ error: 'notExcel', detail: 'encrypted' })
    expect(await failureOf(zipSync({ 'word/document.xml': Buffer.from('<w/>') }))).toEqual(other)
    const sample = sampleOf.roster
    expect(await failureOf(sample.subarray(0, sample.length / 2))).toEqual({
      error: 'notExcel',
      detail: 'damaged',
    })
    expect(await failureOf(headed('<row r="2"><c r="A2" t="s"><v>7</v></c>'))).toEqual({
      error: 'notExcel',
      detail: 'damaged',
    })
  })

  it('a zip under a password', async () => {
    const bytes = Buffer.from(headed(''))
    const entry = bytes.indexOf(Buffer.from('504b0102', 'hex'))
    bytes.writeUInt16LE(1, entry + 8)
    expect(await failureOf(bytes)).toEqual({ error: 'notExcel', detail: 'encrypted' })
  })

  it('more than ten megabytes', async () => {
    const bytes = Buffer.concat([sampleOf.roster, Buffer.alloc(10_000_000)])
    expect(await failureOf(bytes)).toEqual({ error: 'tooLarge', detail: 'bytes' })
  })

  // Inflating sixty megabytes to see that they are too many takes its time on a busy machine.
  it('a bomb, also one that lies about its size', { timeout: 60_000 }, async () => {
    const size = 64_000_000
    const bomb = Buffer.from(headed('', { 'xl/worksheets/sheet2.xml': new Uint8Array(size) }))
    expect(bomb.length).toBeLessThan(200_000)
    expect(await failureOf(bomb)).toEqual({ error: 'tooLarge', detail: 'inflated' })
    const stated = Buffer.alloc(4)
    stated.writeUInt32LE(size)
    for (let at = bomb.indexOf(stated); at >= 0; at = bomb.indexOf(stated)) {
      bomb.writeUInt32LE(100, at)
    }
    expect(await failureOf(bomb)).toEqual({ error: 'tooLarge', detail: 'inflated' })
  })

  it('one body that many entries claim', async () => {
    const zip = Buffer.from(zipSync({ 'xl/workbook.xml': new Uint8Array(4_000_000) }, { level: 0 }))
    const directory = zip.indexOf(Buffer.from('504b0102', 'hex'))
    const end = zip.indexOf(Buffer.from('504b0506', 'hex'))
    const tail = Buffer.from(zip.subarray(end))
    tail.writeUInt16LE(20, 10)
    const entry = zip.subarray(directory, end)
    const claims = Buffer.concat([zip.subarray(0, directory), ...Array(20).fill(entry), tail])
    expect(await failureOf(claims)).toEqual({ error: 'tooLarge', detail: 'inflated' })
  })

  it('a thousand entries over one body, and a far cell that would fill the memory', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 1_100 }, (_, index) => [`xl/x${index}.xml`, new Uint8Array(1)]),
    )
    expect(await failureOf(headed('', many))).toEqual({ error: 'tooLarge', detail: 'inflated' })
    const rows = { error: 'tooLarge', detail: 'rows' }
    expect(await failureOf(headed(`<row r="1048576">${text('XFD1048576', 'x')}</row>`))).toEqual(
      rows,
    )
    expect(await failureOf(headed(`<row r="99999999999"></row>`))).toEqual(rows)
  })

  // Each of these held the server up for minutes or hours.
  it('a small file that would hold the server up, with tags that do not end', async () => {
    const rows = { error: 'tooLarge', detail: 'rows' }
    for (const tag of ['<c ', '<row\n', '<c a="']) {
      const sheet = Buffer.from(tag.repeat(600_000))
      const bytes = headed('', { 'xl/worksheets/sheet1.xml': sheet })
      expect(bytes.length).toBeLessThan(20_000)
      expect(await failureOf(bytes), tag).toEqual(rows)
    }
    const styles = Buffer.from(`<styleSheet a="${' '.repeat(1_000_000)}"></styleSheet>`)
    expect(await failureOf(headed('', { 'xl/styles.xml': styles }))).toEqual(rows)
  })

  it('a far cell, also where its tag holds what a tag should not', async () => {
    const rows = { error: 'tooLarge', detail: 'rows' }
    for (const odd of ['a="<"', '<', '<b', `a=">"`, `a='">'`, '"', `/'`]) {
      const far = `<row r="1"><c r="XFD1048576" t="inlineStr" ${odd}><is><t>x</t></is></c></row>`
      expect(await failureOf(headed(far)), odd).toEqual(rows)
    }
  })

  it('too many rows', { timeout: 30_000 }, async () => {
    const rows = Array.from(
      { length: 50_001 },
      (_, index) => `<row><c r="A${index + 2}"><v>1</v></c></row>`,
    )
    expect(await failureOf(headed(rows.join('')))).toEqual({ error: 'tooLarge', detail: 'rows' })
  })

  it('nothing to read, or the wrong headings by name', async () => {
    expect(await failureOf(workbookWith(''))).toEqual({ error: 'emptySheet' })
    expect(await failureOf(headed(''))).toEqual({ error: 'emptySheet' })
    const roster = await readWorkbook(sampleOf.branches, columnsOf.roster)
    expect(roster).toEqual({
      ok: false,
      failure: { error: 'missingColumns', names: ['姓名', '人员类别', '所在党支部'] },
    })
  })
})
