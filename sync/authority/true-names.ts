/** S7: whose name a row says is told by the authority, where it knows him: readers who do not hold him believe it. */
import type { Definition } from '../../schema/define-record.ts'
import { textOf } from '../../schema/json.ts'
import type { Edit } from '../wire/edit.ts'
import type { Row, StoreView } from './store.ts'

/** The edit with the names as they stand in the rows of whom they are, whatever the device called them. */
export async function withTrueNames(
  view: StoreView,
  definition: Definition,
  stored: Row | undefined,
  edit: Edit,
): Promise<Edit> {
  const fields = { ...edit.fields }
  for (const [path, { kind }] of Object.entries(definition.fields)) {
    if (kind.nameOf === undefined || !Object.hasOwn(fields, path)) continue
    const named = await view.row(textOf({ ...stored?.body, ...edit.fields }, kind.nameOf))
    const name = textOf(named?.body, 'name')
    if (name !== '') fields[path] = name
  }
  return { ...edit, fields }
}
