/**
 * What a row says of other rows. Ids of attendance and files are derived, so whoever writes one first has it: without this,
 * the branch next door could take a meeting's roll into its own book before its secretary comes to it.
 */
import type { Definition } from '../../schema/define-record.ts'
import { textOf } from '../../schema/json.ts'
import type { Edit } from '../wire/edit.ts'
import type { Refused } from './refused.ts'
import type { Row, StoreView } from './store.ts'

/** What the edit has made of the row that another row, as stored, contradicts. */
export async function misfitOf(
  view: StoreView,
  definition: Definition,
  { fields }: Edit,
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
  const { under } = definition
  return under && writes(under) && (await liesUnderItself(view, under, after))
    ? { reason: 'badValue', field: under }
    : undefined
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
