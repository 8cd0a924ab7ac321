/**
 * Writing what a dry run promised, through the authority like any other edit: judged, recorded, told to every device.
 * Time has passed since the dry run, so each chunk is planned anew against the records of its own transaction, and only
 * a row that would still do exactly what was shown is written. What the user never saw is never done.
 */
import { setImmediate as breath } from 'node:timers/promises'
import type { Actor } from '../../schema/access.ts'
import { registry } from '../../schema/records/index.ts'
import { acceptEdits } from '../../sync/authority/accept-edits.ts'
import { actorOf } from '../../sync/authority/actor.ts'
import type { StoreTransaction } from '../../sync/authority/store.ts'
import { latestOf, stampAfter } from '../../sync/clock.ts'
import type { Edit } from '../../sync/wire/edit.ts'
import type { ApplyRefusal, ImportKind, ImportRow } from '../../sync/wire/import.ts'
import type { Verdict } from '../../sync/wire/sync.ts'
import type { ApplyPlan, ApplyRequest } from './contract.ts'
import { planRows, tableOf, writerOf } from './plan.ts'
import type { PlannedRow, Write } from './proposal.ts'
import type { Table } from './table.ts'

/** The name under which imports stand in the history of a record. */
const importDevice = 'import'

/** Rows written in a transaction: enough that planning anew stays cheap, few enough to let phones in between. */
const chunkRows = 1_000

/** Rows that look at no other row of their file are planned anew no further than they are written. Each makes many records. */
const plannedAtOnce: Partial<Record<ImportKind, number>> = { ledger: 10 }

type Outcome = {
  /** Lines dealt with, whatever became of them. */
  readonly done: readonly number[]
  readonly written: readonly PlannedRow[]
  readonly refused: readonly { readonly line: number; readonly reason: ApplyRefusal }[]
}

export const applyPlan: ApplyPlan = async (request) => {
  const { plan, sheet } = request.prepared
  const table = tableOf(plan.kind, sheet)
  const waiting = new Map(
    plan.rows.flatMap((row) => (row.verdict === 'refused' ? [] : [[row.line, row]])),
  )
  const of = waiting.size
  const result = { written: 0, refused: [] as Outcome['refused'][number][] }
  while (waiting.size > 0) {
    const outcome = await request.store.write((transaction) =>
      applyChunk(request, transaction, table, waiting),
    )
    for (const line of outcome.done) waiting.delete(line)
    // After the commit: a number without its person would be worse than a person whose number the next import brings.
    const numbers = outcome.written.flatMap(({ number }) => number ?? [])
    if (numbers.length > 0) await request.identities.put(numbers)
    result.written += outcome.written.filter(({ writes }) => writes.length > 0).length
    result.refused.push(...outcome.refused)
    request.onProgress?.({ done: of - waiting.size, of })
    // Nothing above waits for anything but the database: without a pause nobody else would be served until the end.
    await breath()
  }
  return result
}

async function applyChunk(
  request: ApplyRequest,
  transaction: StoreTransaction,
  table: Table,
  waiting: ReadonlyMap<number, ImportRow>,
): Promise<Outcome> {
  const { actor, prepared, identities } = request
  const { kind, file } = prepared.plan
  const account = { id: actor.accountId, personId: actor.personId }
  // Rights are those of this moment, not of the dry run.
  const writerNow = async () => {
    const standing = await actorOf(transaction, account, request.now())
    return standing && writerOf(kind, standing)
  }
  let writer = await writerNow()
  const planning =
    writer &&
    (await planRows(kind, partOf(table, kind, waiting), {
      view: transaction,
      actor: writer,
      identities,
      fileName: file,
      newId: () => request.newId(),
      now: () => request.now(),
    }))
  if (!writer || !planning) {
    const done = [...waiting.keys()]
    return { done, written: [], refused: done.map((line) => ({ line, reason: 'notAllowed' })) }
  }
  const chunk = firstOf(planning.rows.filter(({ row }) => waiting.has(row.line)))
  const refused: Outcome['refused'][number][] = []
  const written: PlannedRow[] = []
  for (const planned of chunk) {
    const { line } = planned.row
    const reason =
      staleness(waiting.get(line), planned) ??
      (await writeRow(request, transaction, writer, planned))
    if (reason) refused.push({ line, reason })
    else written.push(planned)
    // An organisation just made is the importer's to fill.
    if (!reason && makesOrganisation(planned)) {
      writer = (await writerNow()) ?? writer
    }
  }
  return { done: chunk.map(({ row }) => row.line), written, refused }
}

function partOf(table: Table, kind: ImportKind, waiting: ReadonlyMap<number, ImportRow>): Table {
  const most = plannedAtOnce[kind]
  if (most === undefined) return table
  return { ...table, rows: table.rows.filter(({ line }) => waiting.has(line)).slice(0, most) }
}

/** As many rows as make a chunk; those that write nothing cost nothing. */
function firstOf(rows: readonly PlannedRow[]): readonly PlannedRow[] {
  const writing = rows.filter(({ writes }) => writes.length > 0)
  const next = writing[chunkRows]
  return next ? rows.slice(0, rows.indexOf(next)) : rows
}

const makesOrganisation = ({ writes }: PlannedRow): boolean =>
  writes.some(({ definition, before }) => definition.name === 'organisation' && !before)

/** Undefined where the row would do exactly what the dry run showed, or nothing at all. */
function staleness(promised: ImportRow | undefined, { row }: PlannedRow): ApplyRefusal | undefined {
  if (row.verdict === 'refused') return row.reason
  if (row.verdict === 'same' || row.verdict === 'joined') return undefined
  return JSON.stringify(promised) === JSON.stringify(row) ? undefined : 'changedSince'
}

/** Thrown and caught here alone: what a row had written goes with the attempt. */
class NotWritten extends Error {
  readonly reason: ApplyRefusal

  constructor(reason: ApplyRefusal) {
    super(reason)
    this.reason = reason
  }
}

/** All that a row writes, or nothing: of a meeting that lacks half its roll the next import would say that it is there. */
async function writeRow(
  request: ApplyRequest,
  transaction: StoreTransaction,
  actor: Actor,
  planned: PlannedRow,
): Promise<ApplyRefusal | undefined> {
  try {
    await transaction.attempt(() => writeAll(request, transaction, actor, planned))
    return undefined
  } catch (error) {
    if (error instanceof NotWritten) return error.reason
    throw error
  }
}

async function writeAll(
  { now, newId, onError }: ApplyRequest,
  transaction: StoreTransaction,
  actor: Actor,
  { writes }: PlannedRow,
): Promise<void> {
  const at = now()
  const arrival = { actor, device: importDevice, now: at, sentAt: at }
  for (const write of writes) {
    const edit = editOf(write, newId(), at)
    const [verdict] = await acceptEdits(registry, transaction, [edit], arrival, onError)
    if (!verdict || verdict.result === 'refused' || verdict.result === 'later')
      throw new NotWritten(reasonOf(verdict))
  }
}

const reasonOf = (verdict: Verdict | undefined): ApplyRefusal => {
  if (verdict?.reason === 'notAllowed') return 'notAllowed'
  return verdict?.reason === 'tooLarge' ? 'tooLong' : 'notSaved'
}

function editOf({ definition, id, before, fields }: Write, editId: string, at: number): Edit {
  const basis = Object.fromEntries(
    Object.keys(fields).map((name) => [name, before?.stamps[name] ?? '']),
  )
  return {
    id: editId,
    row: id,
    type: definition.name,
    version: definition.version,
    stamp: stampAfter(
      at,
      importDevice,
      latestOf(Object.values(basis).filter((each) => each !== '')),
    ),
    fields,
    basis,
    madeAt: at,
    offset: 0,
  }
}
