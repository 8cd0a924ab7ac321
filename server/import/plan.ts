/** The dry run: what every row of a file would do to the records as they are. */
import type { Actor } from '../../schema/access.ts'
import type { StoreView } from '../../sync/authority/store.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { ImportKind, ImportPlan, ImportRow } from '../../sync/wire/import.ts'
import { planBranches } from './branches.ts'
import { columnsOf } from './columns.ts'
import type { Amount, IdentityNumbers, PlanImport } from './contract.ts'
import { bringing, importerOf, ledgerImporterOf } from './importer.ts'
import { planLedger } from './ledger.ts'
import { joinRows } from './ledger-join.ts'
import type { Planning } from './proposal.ts'
import { planQuestions } from './questions.ts'
import { planRoster } from './roster.ts'
import type { Sheet } from './sheet.ts'
import type { Table } from './table.ts'
import { readTable } from './table.ts'
import type { SheetLimits } from './workbook.ts'
import { readWorkbook } from './workbook.ts'

type Against = {
  readonly view: StoreView
  readonly actor: Actor
  readonly identities: IdentityNumbers
  readonly fileName: string
  newId(): string
  now(): number
}

/** As whom somebody writes what he imports. */
export const writerOf = (kind: ImportKind, actor: Actor): Actor =>
  kind === 'ledger' ? bringing(actor) : actor

/** More than anybody's ledger holds: many may bring one, and each of its rows becomes as many as there are members. */
const limits: Partial<Record<ImportKind, SheetLimits>> = {
  ledger: { rows: 2_000, characters: 8_000_000 },
}

/** Of one ledger: as many as a keeper may bring in a day. */
const mostEdits = 60_000

/** The rows of a file. What tells of one gathering is put together here, before any part of them is looked at. */
export function tableOf(kind: ImportKind, sheet: Sheet): Table {
  const table = readTable(sheet, columnsOf[kind])
  return kind === 'ledger' ? joinRows(table) : table
}

/** The rows against the records of this moment; undefined where the actor works for no organisation. */
export async function planRows(
  kind: ImportKind,
  table: Table,
  { view, actor, identities, fileName, newId, now }: Against,
): Promise<Planning | undefined> {
  if (kind === 'ledger') {
    const bringer = await ledgerImporterOf(view, actor)
    return bringer && planLedger(view, bringer, { table, file: fileName, now: now(), newId })
  }
  const importer = await importerOf(view, actor)
  if (!importer) return undefined
  if (kind === 'branches') return planBranches(importer, table, newId)
  if (kind === 'roster') return planRoster(view, importer, identities, table, newId)
  return planQuestions(view, importer, table)
}

export const planImport: PlanImport = async ({ kind, bytes, actor, ...others }) => {
  const sheet = await readWorkbook(bytes, columnsOf[kind], limits[kind])
  if (!sheet.ok) return sheet
  const against = { ...others, actor: writerOf(kind, actor) }
  const table = tableOf(kind, sheet.value)
  const planning = await planRows(kind, table, against)
  if (!planning) return fail({ error: 'notAllowed' })
  const amount = amountOf(planning)
  if (kind === 'ledger' && amount.edits > mostEdits)
    return fail({ error: 'tooLarge', detail: 'rows' })
  const rows = planning.rows.map(({ row }) => row).sort((left, right) => left.line - right.line)
  const plan: ImportPlan = {
    id: against.newId(),
    kind,
    file: against.fileName,
    counts: countsOf(rows),
    blank: sheet.value.blank,
    otherColumns: otherColumnsIn(table),
    unread: sheet.value.unread,
    rows,
  }
  return succeed({ plan, sheet: sheet.value, amount })
}

function amountOf({ rows }: Planning): Amount {
  const writes = rows.flatMap((row) => row.writes)
  const characters = writes.reduce((sum, { fields }) => sum + JSON.stringify(fields).length, 0)
  return { edits: writes.length, characters }
}

const otherColumnsIn = ({ rows }: Table): readonly string[] => [
  ...new Set(rows.flatMap(({ others }) => others.map(({ heading }) => heading))),
]

function countsOf(rows: readonly ImportRow[]): ImportPlan['counts'] {
  const counts = { new: 0, changed: 0, same: 0, joined: 0, refused: 0 }
  for (const { verdict } of rows) counts[verdict] += 1
  return counts
}
