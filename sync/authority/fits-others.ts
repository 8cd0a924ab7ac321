/**
 * What a row says of other rows. Ids of attendance and files are derived, so whoever writes one first has it: without this,
 * the branch next door could take a meeting's roll into its own book before its secretary comes to it.
 */
import type { Definition } from '../../schema/define-record.ts'
import type { Json } from '../../schema/json.ts'
import { sameJson, textOf } from '../../schema/json.ts'
import type { Edit } from '../wire/edit.ts'
import type { Refused } from './refused.ts'
import type { Row, StoreView } from './store.ts'

/** What the edit has made of the row that another row, as stored, contradicts. */
export async function misfitOf(
  view: StoreView,
  definition: Definition,
  { fields }: Edit,
  before: Row | undefined,
  after: Row,
): Promise<Refused | undefined> {
  const writes = (name: string) => Object.hasOwn(fields, name)
  for (const [name, shared] of Object.entries(definition.agrees ?? {})) {
    if (!writes(name) && !writes(shared)) continue
    // A row that is not known yet cannot be anybody's: its id is random.
    const other = await view.row(textOf(after.body, name))
    if (other && other.body[shared] !== after.body[shared])
      return { reason: 'badValue', field: shared }
  }
  for (const [name, mayName] of Object.entries(definition.mayName ?? {})) {
    if (!writes(name)) continue
    for (const id of namesIn(after.body[name])) {
      const named = await view.row(id)
      if (named && !mayName(after.body, named.body)) return { reason: 'badValue', field: name }
    }
  }
  for (const [name, suffices] of Object.entries(definition.needs ?? {})) {
    if (before) continue
    const named = await view.row(textOf(after.body, name))
    if (!named || !suffices(named.body)) return { reason: 'notNow', field: name }
  }
  for (const [name, stays] of Object.entries(definition.staysWith ?? {})) {
    if (after.body['removedAt'] === undefined || !writes('removedAt')) continue
    const named = await view.row(textOf(after.body, name))
    // As it was counted: who is made a guest by the edit that takes him away was none.
    if (named && stays((before ?? after).body, named.body))
      return { reason: 'frozen', field: 'removedAt' }
  }
  const held = await heldField(view, definition, before, after)
  if (held !== undefined) return { reason: 'frozen', field: held }
  const { under } = definition
  return under && writes(under) && (await liesUnderItself(view, under, after))
    ? { reason: 'badValue', field: under }
    : undefined
}

/** A field names one row, or several. */
const namesIn = (value: Json | undefined): readonly string[] =>
  [value ?? []].flat().filter((each) => typeof each === 'string')

/** The first field that the edit changed though another row holds it. */
async function heldField(
  view: StoreView,
  { heldBy }: Definition,
  before: Row | undefined,
  after: Row,
): Promise<string | undefined> {
  const changed = heldBy?.fields.find(
    (name) => !sameJson(before?.body[name] ?? null, after.body[name] ?? null),
  )
  if (!heldBy || changed === undefined) return undefined
  const { type, under, holds } = heldBy
  const others = await view.rowsOf(type, under ? textOf(after.body, under) : after.id)
  return others.some(({ body }) => holds(body, before?.body, after.body)) ? changed : undefined
}

async function liesUnderItself(view: StoreView, under: string, row: Row): Promise<boolean> {
  const above = new Set<string>()
  let next = textOf(row.body, under)
  while (next !== '' && !above.has(next)) {
    above.add(next)
    next = textOf((await view.row(next))?.body, under)
  }
  return above.has(row.id)
}
