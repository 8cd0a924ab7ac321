import type { App } from '#lib/app-context.svelte.ts'
import type { RollApart } from '#lib/conflict/rolls-apart.ts'
import { notedBy } from '#lib/conflict/rolls-apart.ts'
import { maySettle, settlingDrafts } from '#lib/conflict/settling.ts'
import type { Row, WriteFailure } from '#lib/data/types.ts'
import { UnsentTitle } from '#lib/sync/unsent-title.svelte.ts'
import type { Actor } from '#schema/access.ts'
import { attendance } from '#schema/records/attendance.ts'
import type { ConflictBody } from '#schema/records/conflict.ts'
import { person } from '#schema/records/person.ts'

export type Asked = RollApart<Row<ConflictBody>>

/** All that is open about one roll, settled by one answer. Construct it while a component begins. */
export class RollApartScreen {
  readonly #app: App
  readonly #actor: () => Actor
  readonly #asked: () => Asked
  readonly #rows
  readonly #people
  readonly #title
  busy = $state(false)
  failure = $state.raw<WriteFailure>()

  constructor(app: App, actor: () => Actor, asked: () => Asked) {
    this.#app = app
    this.#actor = actor
    this.#asked = asked
    const { records } = app
    this.#rows = records.list(attendance, () => ({ of: asked().meetingId }))
    this.#people = records.list(person)
    this.#title = new UnsentTitle(records, () => ({
      key: asked().meetingId,
      type: attendance.name,
      rows: this.#rows.current,
      refused: false,
    }))
  }

  get title(): string {
    return this.#title.main
  }

  /** Who may be believed throughout; undefined where this person may not settle all of it here. */
  readonly callers = $derived.by(() => {
    const { held, callers } = this.#asked()
    const may = held.every(({ body }) => {
      const row = this.#rows.current.find(({ id }) => id === body.row)
      return maySettle(this.#actor(), attendance, row, body) === 'yes'
    })
    if (!may) return undefined
    const nameOf = (id: string) => this.#people.current.find((each) => each.id === id)?.body.name
    return callers.flatMap(({ by, name = nameOf(by) }) =>
      name === undefined ? [] : [{ by, name }],
    )
  })

  /** In one transaction: a roll is not left half of one and half of the other. */
  async believe(caller: string): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    const { personId: by } = this.#actor()
    const nowMs = this.#app.clock.now()
    const drafts = this.#asked().held.flatMap((held) =>
      settlingDrafts(attendance, held, { value: notedBy(held, caller) ?? null, by, nowMs }),
    )
    const written = await this.#app.records.write(drafts)
    this.busy = false
    this.failure = written.ok ? undefined : written.failure
    return written.ok
  }
}
