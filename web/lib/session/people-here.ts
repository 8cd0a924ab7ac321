/** Who has a book on this device, as last known: so that they can take turns without a network. */
import type { Notes } from '#lib/data/disk/local-notes.ts'
import type { Session } from '#sync/wire/session.ts'
import { isSession } from './api.ts'

export type Facts = Pick<Session, 'account' | 'personName' | 'actor'>

export class PeopleHere {
  readonly #notes: Notes

  constructor(notes: Notes) {
    this.#notes = notes
  }

  /** In the order in which they first came. */
  all(): readonly Facts[] {
    const kept: unknown = JSON.parse(this.#notes.read('people') ?? '[]')
    return Array.isArray(kept) ? kept.filter(isSession) : []
  }

  note(facts: Facts): void {
    const others = this.all()
    const known = others.some(({ account }) => account.id === facts.account.id)
    const all = known
      ? others.map((each) => (each.account.id === facts.account.id ? facts : each))
      : [...others, facts]
    this.#notes.write('people', JSON.stringify(all))
  }

  forget(accountId: string): void {
    const left = this.all().filter(({ account }) => account.id !== accountId)
    this.#notes.write('people', JSON.stringify(left))
  }
}
