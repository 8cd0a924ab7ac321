/** Seals what earlier releases wrote in clear, a few documents at a time, while everything else goes on. */
import type { RxCollection } from 'rxdb/plugins/core'
import type { Packed } from '../keys/cipher.ts'
import { isSealed } from '../keys/cipher.ts'
import type { OpenBook } from './database.ts'
import { answerOf, changeTable, readTable } from './table.ts'

const atATime = 200

/** Resolves when nothing of the book lies in clear any more. Interrupted, it goes on the next time. */
export async function sealEarlier({ records, drafts, cipher }: OpenBook): Promise<void> {
  await sealTable(records, cipher)
  await sealTable(drafts, cipher)
}

async function sealTable<Doc extends Packed>(
  collection: RxCollection<Doc>,
  cipher: OpenBook['cipher'],
): Promise<void> {
  let after: string | undefined
  for (;;) {
    const range = after === undefined ? undefined : IDBKeyRange.lowerBound(after, true)
    const documents = await readTable(collection, (table) =>
      answerOf<Packed[]>(table.getAll(range, atATime)),
    )
    const last = documents.at(-1)
    if (!last) return
    after = last.id
    const clear = documents.filter(({ packed }) => !isSealed(packed)).map(({ id }) => id)
    // Written anew as it is by then, unsent edits and all.
    if (clear.length > 0)
      await changeTable(collection, cipher, clear, (held) => ({
        put: [...held.values()],
        remove: [],
      }))
  }
}
