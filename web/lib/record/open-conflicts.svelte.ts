import type { Live, Records, Row } from '#lib/data/types.ts'
import type { ConflictBody } from '#schema/records/conflict.ts'
import { conflict, isOpen } from '#schema/records/conflict.ts'

/** What waits to be settled by whoever uses this device, of one record or of all. Construct it while a component begins. */
export class OpenConflicts {
  readonly #all: Live<readonly Row<ConflictBody>[]>

  constructor(records: Pick<Records, 'list'>, of?: () => string) {
    this.#all = records.list(conflict, () => (of ? { of: of() } : {}))
  }

  get count(): number {
    return this.#all.current.filter(({ body }) => isOpen(body)).length
  }
}
