/** What is remembered of an account's sync between visits. */
import type { DeviceStore } from '#sync/device/store.ts'
import type { Notes } from './local-notes.ts'

export class SyncMemory {
  readonly #notes: Notes
  readonly #accountId: string

  constructor(notes: Notes, accountId: string) {
    this.#notes = notes
    this.#accountId = accountId
  }

  get lastContactAt(): number | undefined {
    const noted = this.#notes.read(`contact.${this.#accountId}`)
    return noted === undefined ? undefined : Number(noted)
  }

  noteContact(at: number): void {
    this.#notes.write(`contact.${this.#accountId}`, String(at))
  }

  /** Whether a sync has ever ended well here, and the browser has not thrown its fruit away since. */
  async isFilled(store: DeviceStore): Promise<boolean> {
    if (this.#notes.read(`filled.${this.#accountId}`) === undefined) return false
    return Object.keys(await store.positions()).length > 0
  }

  noteFilled(): void {
    this.#notes.write(`filled.${this.#accountId}`, 'yes')
  }
}
