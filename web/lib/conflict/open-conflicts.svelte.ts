import type { Live, Records, Row } from '#lib/data/types.ts'
import { derivedId } from '#schema/define-record.ts'
import { attendance } from '#schema/records/attendance.ts'
import type { ConflictBody } from '#schema/records/conflict.ts'
import { conflict, isOpen } from '#schema/records/conflict.ts'

/** What waits to be settled by whoever uses this device, of one record or of all. Construct it while a component begins. */
export class OpenConflicts {
  readonly #all: Live<readonly Row<ConflictBody>[]>
  readonly #of: (() => string) | undefined

  /** `of`: a meeting, with its roll. */
  constructor(records: Pick<Records, 'list'>, of?: () => string) {
    this.#all = records.list(conflict)
    this.#of = of
  }

  get count(): number {
    const of = this.#of?.()
    const isOf = ({ row }: ConflictBody) =>
      of === undefined || row === of || row.startsWith(derivedId(attendance.name, [of, '']))
    return this.#all.current.filter(({ body }) => isOpen(body) && isOf(body)).length
  }
}
