/** Older years on this device: fetched when somebody looks, or, if he wishes, all of them kept here, packed. */
import type { Actor } from '#schema/access.ts'
import { olderBuckets } from '#schema/bucket.ts'
import { yearAt } from '#schema/rules/calendar.ts'
import type { Notes } from '../disk/local-notes.ts'

export class OlderYears {
  readonly #notes: Notes
  readonly #name: string
  #kept = $state(false)

  constructor(notes: Notes, accountId: string) {
    this.#notes = notes
    this.#name = `older-years.${accountId}`
    this.#kept = notes.read(this.#name) === 'kept'
  }

  get kept(): boolean {
    return this.#kept
  }

  keep(kept: boolean): void {
    this.#kept = kept
    this.#notes.write(this.#name, kept ? 'kept' : 'on-demand')
  }

  /** The buckets to be held. `now`: corrected ms. */
  buckets(actor: Actor | undefined, now: number): readonly string[] {
    return this.#kept && actor ? olderBuckets(actor, yearAt(now)) : []
  }
}
