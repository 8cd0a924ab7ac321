/** A township with a desk that imports, for the tests: records in memory, identity numbers in a map, sheets from arrays. */
import { readFileSync } from 'node:fs'
import { zipSync } from 'fflate'
import writeExcel from 'write-excel-file/node'
import type { Actor } from '../../schema/access.ts'
import type { Body } from '../../schema/json.ts'
import { registry } from '../../schema/records/index.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import { MemoryStore } from '../../sync/authority/memory-store.ts'
import type { Row } from '../../sync/authority/store.ts'
import { settleTownship } from '../../sync/example-township.ts'
import type { Result } from '../../sync/result.ts'
import type { ImportKind, ImportPlan, ImportResult } from '../../sync/wire/import.ts'
import { applyPlan } from './apply.ts'
import { checkDigitOf } from './cells.ts'
import type { IdentityNumbers, ImportFailure, PreparedImport } from './contract.ts'
import { planImport } from './plan.ts'

const now = Date.parse('2026-10-15T01:00:00.000Z')

export const sampleOf: Readonly<Record<ImportKind, Uint8Array>> = {
  branches: readFileSync('tests/fixtures/branches.xlsx'),
  roster: readFileSync('tests/fixtures/roster.xlsx'),
  questions: readFileSync('tests/fixtures/question-bank.xlsx'),
  ledger: readFileSync('tests/fixtures/ledger.xlsx'),
}

class MemoryIdentityNumbers implements IdentityNumbers {
  readonly numbers = new Map<string, string>()

  async byPerson(personIds: readonly string[]) {
    return new Map([...this.numbers].filter(([id]) => personIds.includes(id)))
  }

  async personsOf(numbers: readonly string[]) {
    const wanted = new Set(numbers)
    const held = [...this.numbers].filter(([, number]) => wanted.has(number))
    return new Map(
      [...Map.groupBy(held, ([, number]) => number)].map(([number, holders]) => [
        number,
        holders.map(([id]) => id),
      ]),
    )
  }

  async put(entries: readonly { readonly personId: string; readonly number: string }[]) {
    for (const { personId, number } of entries) this.numbers.set(personId, number)
  }
}

type Cell = string | number | Date | null

type Rows = readonly (readonly Cell[])[]

/** An .xlsx with these rows, and with other sheets behind them. */
export const workbookOf = async (
  rows: Rows,
  others: Readonly<Record<string, Rows>> = {},
): Promise<Uint8Array> =>
  writeExcel(
    Object.entries({ Sheet1: rows, ...others }).map(([sheet, each]) => ({
      sheet,
      data: each.map((row) =>
        row.map((cell) => (cell instanceof Date ? { value: cell, format: 'yyyy-mm-dd' } : cell)),
      ),
    })),
  ).toBuffer()

const rels = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

/** An .xlsx whose one sheet is this XML, for what no writer writes. */
export const workbookWith = (
  sheetData: string,
  more: Readonly<Record<string, Uint8Array>> = {},
): Uint8Array => {
  const xml = (text: string) => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`)
  const target = (id: string, name: string) =>
    `<Relationship Id="${id}" Type="${rels}/${name === 'sharedStrings.xml' ? 'sharedStrings' : 'worksheet'}" Target="${name}"/>`
  return zipSync({
    'xl/workbook.xml': xml(
      `<workbook xmlns="${main}" xmlns:r="${rels}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': xml(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${target('rId1', 'worksheets/sheet1.xml')}${target('rId2', 'sharedStrings.xml')}</Relationships>`,
    ),
    'xl/worksheets/sheet1.xml': xml(
      `<worksheet xmlns="${main}"><sheetData>${sheetData}</sheetData></worksheet>`,
    ),
    ...more,
  })
}

export class Desk {
  readonly store = new MemoryStore()
  readonly identities = new MemoryIdentityNumbers()
  #ids = 0

  /** The township with two of its branches on record, and a staff member of it. */
  static async open(): Promise<Desk> {
    const desk = new Desk()
    await settleTownship(desk.store)
    return desk
  }

  newId = (): string => {
    this.#ids += 1
    return `id${String(this.#ids).padStart(20, '0')}`
  }

  async actor(personId = 'staff'): Promise<Actor> {
    const account = { id: personId, personId }
    const actor = await this.store.read((view) => actorOf(view, account, now))
    if (!actor) throw new Error(`nobody is called ${personId}`)
    return actor
  }

  async prepare(
    kind: ImportKind,
    bytes: Uint8Array = sampleOf[kind],
    personId?: string,
  ): Promise<Result<PreparedImport, ImportFailure>> {
    const actor = await this.actor(personId)
    const { identities, newId } = this
    return this.store.read((view) =>
      planImport({
        kind,
        bytes,
        fileName: `${kind}.xlsx`,
        actor,
        view,
        identities,
        newId,
        now: () => now,
      }),
    )
  }

  /** The dry run of a file that can be read. */
  async plan(kind: ImportKind, bytes?: Uint8Array, personId?: string): Promise<ImportPlan> {
    return opened(await this.prepare(kind, bytes, personId)).plan
  }

  async apply(prepared: PreparedImport, actor?: Actor): Promise<ImportResult> {
    const { store, identities, newId } = this
    return applyPlan({
      prepared,
      actor: actor ?? (await this.actor()),
      store,
      identities,
      newId,
      now: () => now,
      onError: (error) => {
        throw error
      },
    })
  }

  async import(kind: ImportKind, bytes?: Uint8Array, personId?: string): Promise<ImportResult> {
    const prepared = opened(await this.prepare(kind, bytes, personId))
    return this.apply(prepared, await this.actor(personId))
  }

  rows(type: string): Promise<readonly Row[]> {
    return this.store.read((view) => view.rowsOfType(type))
  }

  /** Puts a row on record without judging it. */
  async put(type: string, id: string, body: Body, stamp = '000000000000seed'): Promise<void> {
    const definition = registry.find(type)
    if (!definition) throw new Error(type)
    const stamps = Object.fromEntries(Object.keys(body).map((name) => [name, stamp]))
    const row = { id, type, of: definition.of(body), at: definition.at(body), rev: 1, body, stamps }
    await this.store.write((transaction) => transaction.putRow(row))
  }
}

export const opened = <Value>(result: Result<Value, ImportFailure>): Value => {
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

/** The refused rows of a plan. */
export const refusedIn = (plan: ImportPlan) =>
  plan.rows.flatMap((row) => (row.verdict === 'refused' ? [row] : []))

export const numberOf = (start: string) => start + checkDigitOf(start)

const heading = [
  '姓名',
  '公民身份号码',
  '出生日期',
  '人员类别',
  '所在党支部',
  '手机号码',
  '党籍状态',
]
type Line = readonly (string | null)[]
export const rosterOf = (...lines: readonly Line[]) => workbookOf([heading, ...lines])
export const member = (
  name: string | null,
  number: string | null,
  more: Partial<Record<string, string>> = {},
) =>
  heading.map((column) => {
    if (column === '姓名') return name
    if (column === '公民身份号码') return number
    const usual = { 人员类别: '正式党员', 所在党支部: '石槽村党支部' } as Record<string, string>
    return more[column] ?? usual[column] ?? null
  })
