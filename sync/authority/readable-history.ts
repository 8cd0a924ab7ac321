/**
 * What of a row's history somebody may read (P4): what was written since the row last came to him. What stood in it before is not
 * his, though the row is his today: of a meeting that was the committee's alone, of a number that was taken back and another given.
 * Where another row decides who sees it, he is told of it only what he may read whatever that one says.
 */
import type { Actor } from '../../schema/access.ts'
import { mayKeep, mayRead } from '../../schema/bucket.ts'
import type { Definition } from '../../schema/define-record.ts'
import { flawInBody, placeOf } from '../../schema/derive/validate.ts'
import type { Body, Json } from '../../schema/json.ts'
import { assign } from '../merge.ts'
import { actorOf } from './actor.ts'
import { asGuarded } from './as-above.ts'
import type { HistoryEntry, Row, StoreView } from './store.ts'

export type Reading = { readonly view: StoreView; readonly reader: Actor; readonly now: number }

/** Of a row that he may read now; oldest first. */
export async function readableHistory(
  { view, reader, now }: Reading,
  definition: Definition,
  row: Row,
): Promise<readonly HistoryEntry[]> {
  const mayReadIt = (body: Body) =>
    flawInBody(definition, body) === undefined &&
    definition.seenIn(body, row.id).some((bucket) => mayRead(reader, bucket))
  // S9: where the row lay at the time of an entry its own history does not tell.
  if (!mayReadIt(asGuarded(definition, row.body))) return []
  const entries = await view.history(row.id)
  const first = entries.find(wasTaken)
  const told: HistoryEntry[] = []
  let { body } = row
  for (const entry of [...entries].reverse()) {
    if (!wasTaken(entry)) {
      if (await isHis({ view, reader, now }, definition, { ...row, body }, entry)) told.push(entry)
      continue
    }
    const before = entry === first ? body : undone(body, entry.before)
    const wasHis = mayReadIt(before)
    told.push(wasHis ? entry : { ...entry, before: {} })
    if (!wasHis) break
    body = before
  }
  return told.reverse()
}

const wasTaken = ({ result }: HistoryEntry): boolean => result === 'accepted' || result === 'merged'

/** Every entry says what stood there before it, whatever came of what it wrote. */
function undone(body: Body, before: Body): Body {
  const earlier: Record<string, Json> = { ...body }
  for (const [path, value] of Object.entries(before)) assign(earlier, path, value)
  return earlier
}

/**
 * What was refused never stood in the row. Anybody may send anything: of whoever may not write there, it is told to himself, and to
 * those who keep the book or stand above it.
 */
async function isHis(
  { view, reader, now }: Reading,
  definition: Definition,
  { id, body }: Row,
  { account, person, after }: HistoryEntry,
): Promise<boolean> {
  if (person === reader.personId) return true
  if (definition.seenIn(body, id).some((bucket) => mayKeep(reader, bucket))) return true
  const writer = await actorOf(view, { id: account, personId: person }, now)
  const written = Object.keys(after).map((path) => placeOf(definition, path)?.name ?? path)
  return (
    writer !== undefined && definition.write(writer, { id, before: body, after: body, written })
  )
}
