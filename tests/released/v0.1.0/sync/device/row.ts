/**
 * A row as a device holds it. The row and its unsent edits are one document, so there is no moment at which one
 * exists without the other. What a person sees (`body`) is always computed: the last state the authority told
 * (`base`), with this device's own edits on top.
 */
import type { Definition, Registry } from '../../schema/define-record.ts'
import type { Edit, Stamp, State } from '../wire/edit.ts'
import { emptyState } from '../wire/edit.ts'
import { mergeEdit } from '../merge.ts'
import type { Refusal, Verdict, WireRow } from '../wire/sync.ts'

export type Problem = { readonly reason: Refusal; readonly field?: string }

/** An edit on its way: refused ones stay, with the reason (P5). */
export type HeldEdit = Edit & { readonly refused?: Problem }

export type DeviceRow = {
  readonly id: string
  readonly type: string
  /** The row this one hangs under, and when its subject happened: what lists read by. */
  readonly of: string
  readonly at: string
  readonly body: State['body']
  readonly stamps: State['stamps']
  /** The authority's revision; 0 = never seen by it. */
  readonly rev: number
  readonly edits: readonly HeldEdit[]
  /** 1 while `edits` is not empty. */
  readonly unsent: 0 | 1
  /** What the authority last said, kept while there are unsent edits; null where it said nothing yet. */
  readonly base: State | null
  /** Why the authority refused an edit of this row. */
  readonly problem: Problem | null
}

const nowhere = '1970-01-01T00:00:00.000Z'

/** The row with everything computed that follows from base and edits. */
function compose(
  definition: Definition | undefined,
  parts: { id: string; type: string; rev: number; base: State | null; edits: readonly HeldEdit[] },
): DeviceRow {
  const { id, type, rev, base, edits } = parts
  let state = base ?? emptyState
  if (definition) for (const edit of edits) state = mergeEdit(definition, state, edit).state
  return {
    id,
    type,
    of: definition ? definition.of(state.body) : '',
    at: definition ? definition.at(state.body) : nowhere,
    ...state,
    rev,
    edits,
    unsent: edits.length > 0 ? 1 : 0,
    base: edits.length > 0 ? base : null,
    problem: edits.find((edit) => edit.refused)?.refused ?? null,
  }
}

/** What the authority said of the row: itself where nothing is unsent. */
const confirmed = (row: DeviceRow): State | null =>
  row.unsent === 1 ? row.base : { body: row.body, stamps: row.stamps }

/** The row with one more edit of this device. */
export const addEdit = (
  definition: Definition,
  row: DeviceRow | undefined,
  edit: Edit,
): DeviceRow =>
  compose(definition, {
    id: edit.row,
    type: edit.type,
    rev: row?.rev ?? 0,
    base: row ? confirmed(row) : null,
    edits: [...(row?.edits ?? []), edit],
  })

/** The row after the authority told its state; unsent edits stay on top. Older news changes nothing. */
export function receive(registry: Registry, row: DeviceRow | undefined, news: WireRow): DeviceRow {
  if (row && row.rev > news.rev) return row
  return compose(registry.find(news.type), {
    id: news.id,
    type: news.type,
    rev: news.rev,
    base: { body: news.body, stamps: news.stamps },
    edits: row?.edits ?? [],
  })
}

/** The row after the authority judged some of its edits. */
export function settle(
  registry: Registry,
  row: DeviceRow,
  verdicts: ReadonlyMap<string, Verdict>,
): DeviceRow {
  const definition = registry.find(row.type)
  let base = confirmed(row)
  const edits: HeldEdit[] = []
  const given = new Map<Stamp, Stamp>()
  for (const edit of row.edits) {
    const verdict = verdicts.get(edit.id)
    if (!verdict || verdict.result === 'later') {
      edits.push(edit)
    } else if (verdict.result === 'refused') {
      edits.push({
        ...edit,
        refused: {
          reason: verdict.reason ?? 'notAllowed',
          ...(verdict.field && { field: verdict.field }),
        },
      })
    } else if (definition) {
      // The authority has it. Until its own row arrives, base says what it will say.
      const stamp = verdict.stamp ?? edit.stamp
      given.set(edit.stamp, stamp)
      base = mergeEdit(definition, base ?? emptyState, { ...edit, stamp }).state
    }
  }
  return compose(definition, {
    ...row,
    base,
    edits: edits.map((edit) => rebase(edit, given)),
  })
}

/** An edit made over one whose stamp the authority corrected replaced the corrected one. */
const rebase = (edit: HeldEdit, given: ReadonlyMap<Stamp, Stamp>): HeldEdit =>
  given.size === 0
    ? edit
    : {
        ...edit,
        basis: Object.fromEntries(
          Object.entries(edit.basis).map(([path, stamp]) => [path, given.get(stamp) ?? stamp]),
        ),
      }

/** The row without one of its edits, undefined when nothing is left of it. */
export function withdraw(
  registry: Registry,
  row: DeviceRow,
  editId: string,
): DeviceRow | undefined {
  const edits = row.edits.filter((edit) => edit.id !== editId)
  const base = confirmed(row)
  if (edits.length === 0 && base === null) return undefined
  return compose(registry.find(row.type), { ...row, base, edits })
}
