/**
 * The lock before a person's book on this device. Locked, no key is in memory: nothing of the book can be shown, and nothing
 * that waits goes out until it is opened again. It locks by a button, and where nobody has touched any tab for a while;
 * never while words are in memory only.
 */
import { tick } from 'svelte'
import type { KeyKeeper } from '#lib/data/keys/key-keeper.ts'
import { Locked } from '#lib/data/keys/key-keeper.ts'
import type { Notes } from '#lib/data/disk/local-notes.ts'
import type { Result } from '#sync/result.ts'
import type { DeviceKeysClient } from './device-keys-client.ts'
import type { PinFailure, SetPinFailure } from './lock-deeds.ts'

export type LockParts = {
  readonly keeper: KeyKeeper
  readonly notes: Notes
  readonly device: { readonly id: string }
  client(): Promise<DeviceKeysClient>
  wallMs(): number
  isPhone(): boolean
  /** What is being typed lies on the disk; false where the disk does not take it. */
  settle(): Promise<boolean>
}

const usualMinutes = 5
const lookEveryMs = 5_000
/** Other tabs hear of it no more often. */
const tellEveryMs = 5_000
const weekMs = 7 * 86_400_000

export class DeviceLock {
  readonly #parts: LockParts
  #accountId = $state<string>()
  /** Whose book may be open. */
  #openFor = $state<string>()
  #closing = $state(false)
  #pinned = $state(false)
  #minutes = $state(usualMinutes)
  #postponed = $state(true)
  #usedAt: number

  constructor(parts: LockParts) {
    this.#parts = parts
    this.#usedAt = parts.wallMs()
    parts.keeper.news = {
      onopened: (accountId) => void (accountId === this.#accountId && this.#open(accountId)),
      onlocked: (accountId) => void (accountId === this.#accountId && this.#shut()),
      onused: () => (this.#usedAt = parts.wallMs()),
    }
  }

  /** Nothing of the book may be on the screen. */
  get locked(): boolean {
    return this.#accountId !== undefined && this.#pinned && this.#openFor !== this.#accountId
  }

  /** On its way to being locked: what is typed is being put away. */
  get closing(): boolean {
    return this.#closing
  }

  get hasPin(): boolean {
    return this.#pinned
  }

  /** False where the browser has no cryptography for this page. */
  get canHavePin(): boolean {
    return this.#parts.keeper.canSeal
  }

  hasPinOf(accountId: string): boolean {
    return this.#parts.notes.read(`pin.${accountId}`) !== undefined
  }

  /** To be offered where the device goes from hand to hand, and may be lost. */
  get offersPin(): boolean {
    return this.#parts.keeper.canSeal && !this.#pinned && !this.#postponed && this.#parts.isPhone()
  }

  /** For a week. */
  postponeOffer(): void {
    this.#postponed = true
    this.#write('pin-later', String(this.#parts.wallMs()))
  }

  get lockAfterMinutes(): number {
    return this.#minutes
  }

  isOpenFor(accountId: string | undefined): boolean {
    return accountId !== undefined && this.#openFor === accountId
  }

  /** Who is signed in now. */
  follow(accountId: string | undefined): void {
    if (accountId === this.#accountId) return
    this.#accountId = accountId
    this.#openFor = undefined
    if (accountId === undefined) return
    this.#pinned = this.#read('pin') !== undefined
    this.#minutes = Number(this.#read('lock-after') ?? usualMinutes)
    this.#postponed = this.#isLately('pin-later')
    if (!this.#pinned) this.#open(accountId)
    // Another tab may have it open.
    else void this.#tryOpen(accountId)
  }

  /** The key says that a PIN is to be entered, whatever was noted here. */
  noteLocked(accountId: string): void {
    if (accountId !== this.#accountId) return
    this.#notePin(true)
    this.#shut()
  }

  /**
   * Puts away what is being typed, and then the key, where there is a PIN to come back by. False where something is in
   * memory only: then it stays open.
   */
  async lock(): Promise<boolean> {
    const accountId = this.#accountId
    if (accountId === undefined || this.#openFor !== accountId) return true
    if (!this.#pinned) return this.#parts.settle()
    this.#closing = true
    try {
      // The screens go first, and hand over what they hold.
      await tick()
      if (!(await this.#parts.settle())) return false
      this.#parts.keeper.lock(accountId)
      if (this.#accountId === accountId) this.#openFor = undefined
      return true
    } finally {
      this.#closing = false
    }
  }

  async unlock(pin: string): Promise<Result<undefined, PinFailure>> {
    const accountId = this.#mine()
    const { unlock } = await import('./lock-deeds.ts')
    const done = await unlock(await this.#deeds(), this.#whose(accountId), pin)
    if (done.ok && this.#accountId === accountId) this.#open(accountId)
    return done
  }

  /** `pin` undefined takes it away. */
  async changePin(
    pin: string | undefined,
    old: string | undefined,
  ): Promise<Result<undefined, SetPinFailure>> {
    const accountId = this.#mine()
    const { changePin } = await import('./lock-deeds.ts')
    const done = await changePin(await this.#deeds(), this.#whose(accountId), { pin, old })
    if (done.ok) this.#notePin(pin !== undefined)
    return done
  }

  /** He has just signed in: where he is locked out, the server opens. False where it could not. */
  async comeBack(): Promise<boolean> {
    if (!this.locked) return true
    const accountId = this.#mine()
    const { comeBack } = await import('./lock-deeds.ts')
    const back = await comeBack(await this.#deeds(), this.#whose(accountId))
    if (back && this.#accountId === accountId) {
      this.#notePin(false)
      this.#open(accountId)
    }
    return back
  }

  /** Call where the server was just reached: it gives the device what it needs to keep itself safe. */
  async equip(): Promise<void> {
    const accountId = this.#accountId
    if (accountId === undefined || !this.#parts.keeper.canSeal || !this.isOpenFor(accountId)) return
    if (this.#isLately('keys-heard')) return
    const { equip } = await import('./lock-deeds.ts')
    if (await equip(await this.#deeds(), this.#whose(accountId)))
      this.#write('keys-heard', String(this.#parts.wallMs()))
  }

  /** The book has left this device. */
  async forget(accountId: string): Promise<void> {
    for (const name of ['pin', 'pin-later', 'lock-after', 'keys-heard'])
      this.#parts.notes.write(`${name}.${accountId}`, undefined)
    this.#parts.keeper.lock(accountId)
    await this.#parts.keeper.notes.remove(accountId)
  }

  setLockAfter(minutes: number): void {
    this.#minutes = minutes
    this.#write('lock-after', String(minutes))
  }

  /** Watches whether somebody is there. Call inside an effect. */
  watch(): () => void {
    const used = () => {
      const now = this.#parts.wallMs()
      if (now - this.#usedAt > tellEveryMs) this.#parts.keeper.tellUsed()
      // Too late: the look below decides.
      if (now - this.#usedAt < this.#minutes * 60_000) this.#usedAt = now
    }
    const look = () => {
      if (this.#parts.wallMs() - this.#usedAt < this.#minutes * 60_000) return
      if (this.#openFor !== undefined && this.#pinned) void this.lock()
      else this.#usedAt = this.#parts.wallMs()
    }
    const events = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const
    for (const name of events) window.addEventListener(name, used, { passive: true })
    document.addEventListener('visibilitychange', look)
    const timer = setInterval(look, lookEveryMs)
    return () => {
      for (const name of events) window.removeEventListener(name, used)
      document.removeEventListener('visibilitychange', look)
      clearInterval(timer)
    }
  }

  #shut(): void {
    this.#pinned = this.#read('pin') !== undefined
    this.#openFor = undefined
  }

  #open(accountId: string): void {
    this.#usedAt = this.#parts.wallMs()
    this.#openFor = accountId
  }

  async #tryOpen(accountId: string): Promise<void> {
    const { keeper } = this.#parts
    try {
      await keeper.cipherFor(accountId)
      const note = await keeper.notes.read(accountId)
      // A browser that threw everything away threw away the PIN as well.
      if (this.#accountId === accountId) this.#notePin(note?.pin !== undefined)
    } catch (error) {
      // A disk out of order is for whoever opens the book to say.
      if (error instanceof Locked) return
    }
    if (this.#accountId === accountId) this.#open(accountId)
  }

  #isLately(name: string): boolean {
    return Math.abs(this.#parts.wallMs() - Number(this.#read(name) ?? 0)) < weekMs
  }

  #notePin(pinned: boolean): void {
    this.#pinned = pinned
    this.#write('pin', pinned ? 'yes' : undefined)
  }

  #mine(): string {
    if (this.#accountId === undefined) throw new Error('nobody is signed in')
    return this.#accountId
  }

  #whose = (accountId: string) => ({ accountId, device: this.#parts.device.id })

  async #deeds() {
    const { keeper, wallMs } = this.#parts
    return { keeper, client: await this.#parts.client(), wallMs }
  }

  #read(name: string): string | undefined {
    return this.#parts.notes.read(`${name}.${this.#accountId}`)
  }

  #write(name: string, value: string | undefined): void {
    this.#parts.notes.write(`${name}.${this.#accountId}`, value)
  }
}
