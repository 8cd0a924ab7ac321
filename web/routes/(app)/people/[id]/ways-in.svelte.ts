import type { App } from '#lib/app-context.svelte.ts'
import type { Helped } from '#schema/access.ts'
import { isOfCommittee, mayCloseAccountOf, mayHelpIn } from '#schema/access.ts'
import { dayAt } from '#schema/rules/calendar.ts'
import { person } from '#schema/records/person.ts'
import { post } from '#schema/records/post.ts'

/** How somebody may be let in, as far as this device knows him; the server decides. */
export class WaysIn {
  readonly #app: App
  readonly #person
  readonly #posts

  constructor(app: App, id: () => string) {
    this.#app = app
    this.#person = app.records.one(person, id)
    this.#posts = app.records.list(post, () => ({ of: id() }))
  }

  readonly ready = $derived.by(() => this.#person.ready && this.#posts.ready)
  readonly person = $derived.by(() => this.#person.current)

  readonly #helped = $derived.by((): Helped | undefined => {
    const { current } = this.#person
    if (!current) return undefined
    const today = dayAt(this.#app.clock.now())
    const standing = this.#posts.current
      .map(({ body }) => body)
      .filter(({ until }) => until === undefined || today <= until)
    return {
      personId: current.id,
      branchId: current.body.branchId,
      offices: standing.filter(({ from }) => from <= today),
      toCome: standing.filter(({ from }) => from > today),
    }
  })

  readonly byLink = $derived.by(() => {
    const { actor } = this.#app.session
    return actor !== undefined && this.#helped !== undefined && mayHelpIn(actor, this.#helped)
  })
  /** May end his account, and open it again. */
  readonly mayClose = $derived.by(() => {
    const { actor } = this.#app.session
    return (
      actor !== undefined && this.#helped !== undefined && mayCloseAccountOf(actor, this.#helped)
    )
  })
  /** Those who work for the Party committee enter with a password and a second proof. */
  readonly isOfCommittee = $derived.by(() => isOfCommittee(this.#helped ?? { offices: [] }))
  readonly byPhone = $derived.by(() => this.byLink && !this.isOfCommittee)
}
