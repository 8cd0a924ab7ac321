/**
 * What is remembered of an account's sync between visits, outside the database: so that an emptied one can be told from a new
 * one, and what went with it can be named. Browsers that clear a site's databases for room leave these notes alone.
 */
import type { DeviceStore } from '#sync/device/store.ts'
import type { Notes } from '../disk/local-notes.ts'

/** One thing a person wrote: its type and the day it is about, never its words. */
export type Lost = { readonly type: string; readonly at: string }

/** What this device held when it was last looked at. */
export type Witness = {
  /** Corrected time, ms. */
  readonly at: number
  /** Things a person wrote that had not arrived. */
  readonly unsent: number
  /** The first of them. */
  readonly items: readonly Lost[]
  readonly drafts: number
}

/** The database was emptied from outside. `toldBy`: whose memory this is; the server's knows no names and no drafts. */
export type Loss = Witness & { readonly toldBy: 'device' | 'server' }

/** An acknowledged one is kept until the records are back, so that the server's memory of it does not tell it again. */
type NotedLoss = Loss & { readonly acknowledged: boolean }

export class SyncMemory {
  readonly #notes: Notes
  readonly #accountId: string

  constructor(notes: Notes, accountId: string) {
    this.#notes = notes
    this.#accountId = accountId
  }

  get lastContactAt(): number | undefined {
    const noted = this.#read('contact')
    return noted === undefined ? undefined : Number(noted)
  }

  noteContact(at: number): void {
    this.#write('contact', String(at))
  }

  /** Whether a sync has ever ended well here, and the browser has not thrown its fruit away since. */
  async isFilled(store: DeviceStore): Promise<boolean> {
    if (this.#read('filled') === undefined) return false
    return Object.keys((await store.holdings()).positions).length > 0
  }

  noteFilled(): void {
    this.#write('filled', 'yes')
    if (this.#loss?.acknowledged) this.#write('loss', undefined)
  }

  /** Call only once `findLoss` has looked: an emptied database is a poor witness. */
  testify(witness: Witness): void {
    this.#write('witness', JSON.stringify(witness))
  }

  /** What the device lost since it last testified; found once, told until it is acknowledged. */
  async findLoss(store: DeviceStore): Promise<Loss | undefined> {
    const witness = parsed<Witness>(this.#read('witness'))
    if (!witness) return this.#unacknowledged
    const held =
      Object.keys((await store.holdings()).positions).length + (await store.outbox()).length
    if (held > 0) return this.#unacknowledged
    // One that was not yet acknowledged stands: it is the one with something to say.
    if (!this.#unacknowledged) this.#noteLoss({ ...witness, toldBy: 'device', acknowledged: false })
    this.#write('witness', undefined)
    this.#write('filled', undefined)
    return this.#unacknowledged
  }

  /** What the server remembers of this device, where the device itself does not know better. */
  hearOfLoss(remembered: Pick<Witness, 'at' | 'unsent'>): Loss | undefined {
    if (!this.#loss)
      this.#noteLoss({ ...remembered, items: [], drafts: 0, toldBy: 'server', acknowledged: false })
    return this.#unacknowledged
  }

  acknowledgeLoss(): void {
    const loss = this.#loss
    if (loss) this.#noteLoss({ ...loss, acknowledged: true })
  }

  /** The records leave this device by its user's own will. */
  forget(): void {
    for (const name of ['contact', 'filled', 'witness', 'loss']) this.#write(name, undefined)
  }

  get #loss(): NotedLoss | undefined {
    return parsed<NotedLoss>(this.#read('loss'))
  }

  get #unacknowledged(): Loss | undefined {
    const loss = this.#loss
    return loss?.acknowledged ? undefined : loss
  }

  #noteLoss(loss: NotedLoss): void {
    this.#write('loss', JSON.stringify(loss))
  }

  #read(name: string): string | undefined {
    return this.#notes.read(`${name}.${this.#accountId}`)
  }

  #write(name: string, value: string | undefined): void {
    this.#notes.write(`${name}.${this.#accountId}`, value)
  }
}

/** Only this file writes these notes. */
const parsed = <Value>(text: string | undefined): Value | undefined =>
  text === undefined ? undefined : (JSON.parse(text) as Value)
