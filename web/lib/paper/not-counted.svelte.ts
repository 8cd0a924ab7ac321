import type { Records } from '#lib/data/types.ts'
import type { Gathering } from '#lib/roll/expected-at.svelte.ts'
import { ExpectedAt } from '#lib/roll/expected-at.svelte.ts'
import { sayNotCounted } from '#lib/roll/not-counted-words.ts'
import type { NameOf } from '#lib/record/say-element.ts'
import { organisation } from '#schema/records/organisation.ts'
import type { BookedMeeting } from './booked-meeting.ts'

/** Who of those whom a gathering calls is left out of its count, as its papers say it. Construct it while a component begins. */
export class NotCounted {
  readonly #expected
  readonly #organisations
  readonly #nameOf: NameOf

  constructor(records: Pick<Records, 'list'>, branchId: () => string, nameOf: NameOf) {
    this.#expected = new ExpectedAt(records, branchId)
    this.#organisations = records.list(organisation)
    this.#nameOf = nameOf
  }

  /** For elections, or for every vote. */
  at(gathering: Gathering): BookedMeeting['notCounted'] {
    return this.#expected.leftOut(gathering, 'election').map(({ body }) => ({
      scope: body.scope,
      line: sayNotCounted(body, {
        name: this.#nameOf(body.personId),
        above: this.#organisations.current.find(({ id }) => id === body.approvedBy)?.body.name,
      }),
    }))
  }
}
