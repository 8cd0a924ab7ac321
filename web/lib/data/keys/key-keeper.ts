/**
 * The keys that are open in this page. They are in memory only and go with the page; tabs of one browser hand them to each
 * other, as keys that no script can read out, so that a second tab does not ask for the PIN again.
 */
import type { Cipher } from './cipher.ts'
import { cipherOf, noCipher } from './cipher.ts'
import type { Bytes } from './data-key.ts'
import { newNote, unwrap, usableKey } from './data-key.ts'
import type { OpenBook } from '../disk/database.ts'
import type { KeyNote, KeyStore } from './key-store.ts'
import { within } from '../within.ts'

/** The PIN has to be entered first. */
export class Locked extends Error {
  override readonly name = 'Locked'
}

type Held = { readonly keyId: string; readonly key: CryptoKey }
type Message =
  | { readonly kind: 'ask'; readonly accountId: string }
  | { readonly kind: 'key'; readonly accountId: string; readonly held: Held }
  | { readonly kind: 'lock'; readonly accountId: string }
  | { readonly kind: 'used' }

export type KeyNews = {
  /** Another tab opened the account's book, or locked it. */
  onopened(accountId: string): void
  onlocked(accountId: string): void
  /** Somebody uses another tab. */
  onused(): void
}

const answerLimitMs = 250

export class KeyKeeper {
  readonly notes: KeyStore
  readonly #open = new Map<string, Held>()
  readonly #asking = new Map<string, () => void>()
  readonly #channel: BroadcastChannel | undefined
  news: KeyNews | undefined

  /** Pages that came without https are given no cryptography. */
  readonly canSeal = (globalThis.crypto.subtle as SubtleCrypto | undefined) !== undefined

  constructor(notes: KeyStore, channel?: BroadcastChannel) {
    this.notes = notes
    this.#channel = channel
    if (channel) channel.onmessage = ({ data }: MessageEvent<Message>) => this.#hear(data)
  }

  /**
   * Opens and closes with what is sealed under the account's key, which is made where there is none yet. The note is read
   * each time: after a browser has thrown everything away, the key that is still in memory must seal nothing more.
   * Rejects as Locked where a PIN is set and neither this tab nor another has it open.
   */
  readonly cipherFor = async (accountId: string): Promise<Cipher> => {
    if (!this.canSeal) return noCipher
    const note = (await this.notes.read(accountId)) ?? (await this.#begin(accountId))
    if (this.#open.get(accountId)?.keyId !== note.keyId) await this.#unlock(note)
    const held = this.#open.get(accountId)
    if (held?.keyId !== note.keyId) throw new Locked()
    return cipherOf(held.key)
  }

  /** The key is out of its wrap: this tab and the others may use it. */
  async admit({ accountId, keyId }: KeyNote, bytes: Bytes): Promise<void> {
    const held = { keyId, key: await usableKey(bytes) }
    this.#open.set(accountId, held)
    this.#tell({ kind: 'key', accountId, held })
  }

  /** Forgets the key, in every tab. */
  lock(accountId: string): void {
    this.#open.delete(accountId)
    this.#tell({ kind: 'lock', accountId })
  }

  close(): void {
    this.#channel?.close()
  }

  tellUsed(): void {
    this.#tell({ kind: 'used' })
  }

  /** What an earlier release wrote in clear is sealed, once. */
  async sealEarlier(book: OpenBook): Promise<void> {
    if (book.cipher === noCipher) return
    const note = await this.notes.read(book.accountId)
    if (!note || note.allSealed) return
    // Without a network, on a phone that never fetched it, it waits for the next time.
    const part = await import('../disk/seal-earlier.ts').catch(() => undefined)
    if (!part) return
    await part.sealEarlier(book)
    await this.notes.change(book.accountId, (now) => now && { ...now, allSealed: true })
  }

  /** Two tabs may begin at once: the first one's key is the key. */
  async #begin(accountId: string): Promise<KeyNote> {
    const fresh = await newNote(accountId)
    return this.notes.change(accountId, (now) => now ?? fresh)
  }

  async #unlock(note: KeyNote): Promise<void> {
    if (note.pin) return this.#askTabs(note.accountId)
    const bytes = await unwrap(note)
    if (!bytes) throw new DOMException('the key does not open', 'DataError')
    this.#open.set(note.accountId, { keyId: note.keyId, key: await usableKey(bytes) })
  }

  async #askTabs(accountId: string): Promise<void> {
    if (!this.#channel) return
    const answered = new Promise<void>((resolve) => this.#asking.set(accountId, resolve))
    this.#tell({ kind: 'ask', accountId })
    // Where nobody has it open, nobody answers.
    await within(answerLimitMs, answered, () => new Locked())
  }

  #tell(message: Message): void {
    this.#channel?.postMessage(message)
  }

  #hear(message: Message): void {
    if (message.kind === 'used') this.news?.onused()
    else if (message.kind === 'ask') {
      const { accountId } = message
      const held = this.#open.get(accountId)
      if (held) this.#tell({ kind: 'key', accountId, held })
    } else if (message.kind === 'key') {
      this.#open.set(message.accountId, message.held)
      this.#asking.get(message.accountId)?.()
      this.news?.onopened(message.accountId)
    } else {
      this.#open.delete(message.accountId)
      this.news?.onlocked(message.accountId)
    }
  }
}
