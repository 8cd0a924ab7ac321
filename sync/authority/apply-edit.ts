/** What one edit makes of a row: merged, valid, permitted — or why not. Pure: it reads no store. */
import type { Actor } from '../../schema/access.ts'
import type { Definition } from '../../schema/define-record.ts'
import { derivedId, idFrom } from '../../schema/define-record.ts'
import { mayWrite } from '../../schema/derive/may-write.ts'
import type { Path } from '../../schema/derive/validate.ts'
import { flawInBody, flawInWritten } from '../../schema/derive/validate.ts'
import type { TakenStep } from '../../schema/derive/workflow.ts'
import { barrier, stepsIn } from '../../schema/derive/workflow.ts'
import type { Body, Json } from '../../schema/json.ts'
import type { Edit, State } from '../wire/edit.ts'
import { emptyState } from '../wire/edit.ts'
import { mergeEdit } from '../merge.ts'
import type { Result } from '../result.ts'
import { fail, succeed } from '../result.ts'
import { sealOf } from '../seal.ts'
import { limits } from '../wire/sync.ts'
import type { MergedTexts } from './merge-texts.ts'
import type { Refused } from './refused.ts'
import { revisionAfter } from './revision.ts'
import type { Row } from './store.ts'

export type Applied = { readonly row: Row; readonly result: 'accepted' | 'merged' }

/** `by` whom and when (ms) it is judged; `texts`: what its documents became (merge-texts.ts). */
export function applyEdit(
  definition: Definition,
  stored: Row | undefined,
  edit: Edit,
  by: { readonly actor: Actor; readonly now: number },
  texts: MergedTexts,
): Result<Applied, Refused> {
  if (stored && stored.type !== edit.type) return fail({ reason: 'wrongId' })
  const flaw = flawInEdit(definition, stored?.body ?? {}, edit, texts)
  if (flaw) return fail(flaw)
  const { state, lost } = mergeEdit(definition, stored ?? emptyState, edit, (path, standing) => {
    const merged = texts.get(path)
    return merged?.ok ? merged.value : standing
  })
  const gap = flawInBody(definition, state.body)
  if (gap) return fail(gap)
  if (edit.row !== fittingId(definition, state.body, edit.row)) return fail({ reason: 'wrongId' })
  const objection = objectionTo(definition, stored, edit, state, by.actor)
  if (objection) return fail(objection)
  return succeed({
    row: {
      id: edit.row,
      type: edit.type,
      of: definition.of(state.body),
      at: definition.at(state.body),
      rev: revisionAfter(stored?.rev, by.now),
      ...state,
    },
    result: lost.length > 0 ? 'merged' : 'accepted',
  })
}

/** What is wrong with the edit whoever sends it. */
function flawInEdit(
  definition: Definition,
  body: Body,
  { fields }: Edit,
  texts: MergedTexts,
): Refused | undefined {
  // Documents have limits of their own.
  const others = Object.entries(fields).filter(([path]) => !texts.has(path))
  if (JSON.stringify(Object.fromEntries(others)).length > limits.editSize)
    return { reason: 'tooLarge', ...longestOf(others) }
  const flaw = flawInWritten(definition, fields) ?? barrier(definition, body, fields)
  if (flaw) return flaw
  for (const merged of texts.values()) if (!merged.ok) return merged.failure
  return undefined
}

/** The field to shorten first. */
function longestOf(fields: readonly (readonly [Path, Json])[]): { readonly field?: Path } {
  const lengths = fields.map(([field, value]) => ({ field, length: JSON.stringify(value).length }))
  const longest = lengths.reduce<(typeof lengths)[number] | undefined>(
    (most, each) => (most && most.length >= each.length ? most : each),
    undefined,
  )
  return longest ? { field: longest.field } : {}
}

const fittingId = (definition: Definition, body: Body, id: string): string =>
  idFrom(definition, body) ?? (id.includes(':') ? derivedId(definition.name, [id]) : id)

/** P6: permission on the row as stored and as it would become; and what is signed is what its signer had before him. */
function objectionTo(
  definition: Definition,
  stored: Row | undefined,
  edit: Edit,
  { body: after }: State,
  actor: Actor,
): Refused | undefined {
  const { row: id, fields } = edit
  const before = stored?.body
  if (!mayWrite(definition, actor, { id, before, after, fields })) return { reason: 'notAllowed' }
  for (const taken of stepsIn(definition, before ?? {}, fields)) {
    const wrong = wrongWith(taken, edit, after, actor)
    if (wrong) return wrong
  }
  return undefined
}

/** A signature is one's own, and stands for what its signer had before his eyes. */
function wrongWith(
  { name, signature, freezes }: TakenStep,
  { fields }: Edit,
  after: Body,
  actor: Actor,
): Refused | undefined {
  if (!signature) return undefined
  const { by, at, seal } = signature
  if (fields[by] !== actor.personId) return { reason: 'badValue', field: by }
  if (fields[at] === undefined || fields[at] === null) return { reason: 'badValue', field: at }
  return fields[seal] === sealOf(after, freezes)
    ? undefined
    : { reason: 'changedSince', field: name }
}
