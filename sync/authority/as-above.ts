/**
 * S9: a row says of itself what the row above makes it say: for whom a photo is, when a meeting was to which somebody came, which branch
 * answers a member. Phones may write the field, and what they wrote stands in history; here it is said as the row above stands, so that no
 * stale phone shows what is not to be shown.
 */
import type { Definition } from '../../schema/define-record.ts'
import type { Body } from '../../schema/json.ts'
import { assign } from '../merge.ts'
import type { Row, StoreView } from './store.ts'

export async function asAbove(view: StoreView, definition: Definition, row: Row): Promise<Row> {
  const { follows } = definition
  if (!follows) return row
  const above = await view.row(row.of)
  const known = above?.type === follows.type ? above.body : undefined
  const body = saidBy(definition, row.body, known)
  return { ...row, at: definition.at(body), body }
}

/** As it was, or may have been, where nobody knows what the row above said then: the most guarded. */
export const asGuarded = (definition: Definition, body: Body): Body =>
  saidBy(definition, body, undefined)

function saidBy({ follows }: Definition, body: Body, above: Body | undefined): Body {
  if (!follows) return body
  const said = { ...body }
  for (const [name, value] of Object.entries(follows.says(above))) assign(said, name, value)
  return said
}
