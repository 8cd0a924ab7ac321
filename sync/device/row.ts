/**
 * A row as a device holds it. The row and its unsent edits are one document, so there is no moment at which one
 * exists without the other. What a person sees (`body`) is always computed: the last state the authority told
 * (`base`), with this device's own edits on top.
 */
import type { Definition, Registry } from '../../schema/define-record.ts'
import { withoutSteps } from '../../schema/derive/workflow.ts'
import type { Edit, Stamp, State } from '../wire/edit.ts'
import { emptyState } from '../wire/edit.ts'
import { mergeEdit } from '../merge.ts'
import { upgradeEdit } from '../upgrade.ts'
import type { Verdict, WireRow } from '../wire/sync.ts'
import type { HeldEdit, Problem } from './held-edit.ts'
import { isWrittenOver, under } from './mend.ts'
import type { Writer } from './offer-again.ts'
import { afterItsRow, lostWrites } from './offer-again.ts'
import { coveringAll } from './refused-words.ts'

export type { HeldEdit, Problem } from './held-edit.ts'

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
  if (definition)
    for (const edit of edits) state = mergeEdit(definition, state, shownOf(definition, edit)).state
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

/** An edit as it is laid on the row: in today's version of its type, and of what was refused no step. */
function shownOf(definition: Definition, edit: HeldEdit): Edit {
  const upgraded = upgradeEdit(definition, edit)
  return edit.refused
    ? { ...upgraded, fields: withoutSteps(definition, upgraded.fields) }
    : upgraded
}

/** What the authority said of the row: itself where nothing is unsent. */
export const confirmed = (row: DeviceRow): State | null =>
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

/**
 * The row after the authority told its state; unsent edits stay on top. Older news changes nothing, unless the authority
 * was asked to repeat what it holds (R2). `writer`: where it came back from a backup.
 */
export function receive(
  registry: Registry,
  row: DeviceRow | undefined,
  news: WireRow,
  {
    asked = false,
    writer,
  }: { readonly asked?: boolean; readonly writer?: Writer | undefined } = {},
): DeviceRow {
  if (row && row.rev > news.rev && !asked) return row
  const definition = registry.find(news.type)
  const base = { body: news.body, stamps: news.stamps }
  return compose(definition, {
    id: news.id,
    type: news.type,
    rev: news.rev,
    base,
    edits: row ? withLost(definition, row, base, writer) : [],
  })
}

/** The row that the authority knows no more, as far as this device wrote it; undefined where it did not (D5). */
export function forgotten(
  registry: Registry,
  row: DeviceRow,
  writer: Writer | undefined,
): DeviceRow | undefined {
  const edits = withLost(registry.find(row.type), row, emptyState, writer)
  if (edits.length === row.edits.length) return leave(row)
  return compose(registry.find(row.type), { ...row, rev: 0, base: null, edits })
}

function withLost(
  definition: Definition | undefined,
  row: DeviceRow,
  told: State,
  writer: Writer | undefined,
): readonly HeldEdit[] {
  if (!definition || !writer) return row.edits
  const held = confirmed(row)
  if (!held) return row.edits.map((edit) => afterItsRow(edit, writer))
  const lost = lostWrites(definition, row.id, held, told, writer).filter(
    ({ stamp }) => !row.edits.some((edit) => edit.stamp === stamp),
  )
  return lost.length === 0 ? row.edits : [...lost, ...row.edits]
}

/**
 * The row after the authority judged some of its edits. `told`: the row as it stood then, where the authority told it: a base
 * as new as that has in it what was accepted, and it is not laid on top once more.
 */
export function settle(
  registry: Registry,
  row: DeviceRow,
  verdicts: ReadonlyMap<string, Verdict>,
  told?: Pick<WireRow, 'rev'>,
): DeviceRow {
  const definition = registry.find(row.type)
  let base = confirmed(row)
  const edits: HeldEdit[] = []
  const accepted: HeldEdit[] = []
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
      accepted.push(coveringAll(definition, edit))
      const said = { ...shownOf(definition, edit), stamp }
      if (!told || row.rev < told.rev) base = mergeEdit(definition, base ?? emptyState, said).state
    }
  }
  const left = edits.filter((edit) => !isWrittenOver(edit, accepted))
  return compose(definition, {
    ...row,
    base,
    edits: left.map((edit) => rebase(edit, edits, given)),
  })
}

/** What an edit replaced, as the authority sees it: not what it refused, and what it corrected under the stamp it gave. */
const rebase = (
  edit: HeldEdit,
  edits: readonly HeldEdit[],
  given: ReadonlyMap<Stamp, Stamp>,
): HeldEdit => ({
  ...edit,
  basis: Object.fromEntries(
    Object.entries(edit.basis).map(([path, stamp]) => {
      const replaced = under(edits, path, stamp)
      return [path, given.get(replaced) ?? replaced]
    }),
  ),
})

/** The row without one of its edits, undefined when nothing is left of it. */
export function withdraw(
  registry: Registry,
  row: DeviceRow,
  editId: string,
): DeviceRow | undefined {
  const edits = row.edits.filter((edit) => edit.id !== editId)
  const base = confirmed(row)
  // Of a row that left this device's scope nothing but the person's own words was kept.
  if (edits.length === 0 && (base === null || row.rev === 0)) return undefined
  return compose(registry.find(row.type), { ...row, base, edits })
}

/**
 * The row after it left what this device may see: undefined, or only what is unsent (D3). The authority says nothing of
 * it any more; what it said last is shown beneath the person's words until they are settled.
 */
export const leave = (row: DeviceRow): DeviceRow | undefined =>
  row.unsent === 1 ? { ...row, rev: 0 } : undefined
