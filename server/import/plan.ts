/** The dry run: what every row of a file would do to the records as they are. */
import type { Actor } from '../../schema/access.ts'
import type { StoreView } from '../../sync/authority/store.ts'
import { fail, succeed } from '../../sync/result.ts'
import type { ImportKind, ImportPlan, ImportRow } from '../../sync/wire/import.ts'
import { planBranches } from './branches.ts'
import { columnsOf } from './columns.ts'
import type { IdentityNumbers, PlanImport } from './contract.ts'
import { importerOf } from './importer.ts'
import type { Planning } from './proposal.ts'
import { planQuestions } from './questions.ts'
import { planRoster } from './roster.ts'
import type { Table } from './table.ts'
import { readTable } from './table.ts'
import { readWorkbook } from './workbook.ts'

type Against = {
  readonly view: StoreView
  readonly actor: Actor
  readonly identities: IdentityNumbers
  newId(): string
}

/** The rows against the records of this moment; undefined where the actor works for no organisation. */
export async function planRows(
  kind: ImportKind,
  table: Table,
  { view, actor, identities, newId }: Against,
): Promise<Planning | undefined> {
  const importer = await importerOf(view, actor)
  if (!importer) return undefined
  if (kind === 'branches') return planBranches(importer, table, newId)
  if (kind === 'roster') return planRoster(view, importer, identities, table, newId)
  return planQuestions(view, importer, table)
}

export const planImport: PlanImport = async ({ kind, bytes, fileName, ...against }) => {
  const columns = columnsOf[kind]
  const sheet = await readWorkbook(bytes, columns)
  if (!sheet.ok) return sheet
  const planning = await planRows(kind, readTable(sheet.value, columns), against)
  if (!planning) return fail({ error: 'notAllowed' })
  const rows = planning.rows.map(({ row }) => row).sort((left, right) => left.line - right.line)
  const plan: ImportPlan = {
    id: against.newId(),
    kind,
    file: fileName,
    counts: countsOf(rows),
    blank: sheet.value.blank,
    rows,
  }
  return succeed({ plan, sheet: sheet.value })
}

function countsOf(rows: readonly ImportRow[]): ImportPlan['counts'] {
  const counts = { new: 0, changed: 0, same: 0, refused: 0 }
  for (const { verdict } of rows) counts[verdict] += 1
  return counts
}
