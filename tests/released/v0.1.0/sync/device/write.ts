/** Writing on the device: a person's words become an edit inside the row's own document, whatever the network does. */
import type { Definition } from '../../schema/define-record.ts'
import { idFrom } from '../../schema/define-record.ts'
import type { Flaw, Path } from '../../schema/derive/validate.ts'
import { flawInBody, flawInWritten } from '../../schema/derive/validate.ts'
import type { Json } from '../../schema/json.ts'
import { sameJson } from '../../schema/json.ts'
import { latestOf, stampAfter } from '../clock.ts'
import type { Edit } from '../wire/edit.ts'
import { emptyState } from '../wire/edit.ts'
import { valueAt } from '../merge.ts'
import type { Result } from '../result.ts'
import { fail, succeed } from '../result.ts'
import type { DeviceRow } from './row.ts'
import { addEdit } from './row.ts'

/** What writing needs from outside: the clock as the phone shows it and as corrected, and randomness. */
export type Pen = {
  readonly device: string
  /** The device's wall clock, ms. */
  wallMs(): number
  /** How far the authority's clock is ahead of the wall clock, as last learned, ms. */
  offsetMs(): number
  /** A fresh random id of 22 characters. */
  newId(): string
}

export type Draft = { readonly id?: string; readonly fields: Readonly<Record<Path, Json>> }

/** The id a draft's row has or will have. */
export const rowIdOf = (definition: Definition, draft: Draft, pen: Pen): string =>
  draft.id ?? idFrom(definition, draft.fields) ?? pen.newId()

/**
 * The row after writing the fields that differ from what it says; the row itself where none does.
 * Fails with the first flaw, and then nothing is changed.
 */
export function write(
  definition: Definition,
  row: DeviceRow | undefined,
  draft: { readonly id: string; readonly fields: Readonly<Record<Path, Json>> },
  pen: Pen,
): Result<DeviceRow | undefined, NonNullable<Flaw>> {
  const flaw = flawInWritten(definition, draft.fields)
  if (flaw) return fail(flaw)
  const state = row ?? emptyState
  const fields = Object.fromEntries(
    Object.entries(draft.fields).filter(
      ([path, value]) => !sameJson(valueAt(state, path) ?? null, value),
    ),
  )
  if (Object.keys(fields).length === 0) return succeed(row)
  const edit = makeEdit(definition, row, { id: draft.id, fields }, pen)
  const written = addEdit(definition, row, edit)
  const gap = flawInBody(definition, written.body)
  return gap ? fail(gap) : succeed(written)
}

function makeEdit(
  definition: Definition,
  row: DeviceRow | undefined,
  draft: { readonly id: string; readonly fields: Readonly<Record<Path, Json>> },
  pen: Pen,
): Edit {
  const madeAt = pen.wallMs()
  const offset = pen.offsetMs()
  const paths = Object.keys(draft.fields)
  const replaced = paths.map((path) => row?.stamps[path])
  return {
    id: pen.newId(),
    row: draft.id,
    type: definition.name,
    version: definition.version,
    stamp: stampAfter(
      madeAt + offset,
      pen.device,
      latestOf([...replaced, ...(row?.edits ?? []).map((edit) => edit.stamp)]),
    ),
    fields: draft.fields,
    basis: Object.fromEntries(paths.map((path, index) => [path, replaced[index] ?? ''])),
    madeAt,
    offset,
  }
}

/** The same words once more under a new id, after a refusal: the authority judges them afresh. */
export const writeAgain = (edit: Edit, pen: Pen): Edit => ({ ...edit, id: pen.newId() })
