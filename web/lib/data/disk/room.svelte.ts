/**
 * Whether this device has room. Full is what the disk says by refusing, not what an estimate says; and it stays full until the
 * reserve is set aside again and as much again would fit, so that the first freed kilobyte does not start the downloads.
 */
import type { Reserve } from './storage-reserve.ts'

/** What the browser offers of itself; missing in older ones and outside https. */
type StorageManagerLike = Partial<Pick<StorageManager, 'estimate'>>

export type RoomParts = {
  /** Fails where its part of the app is not on this device yet, and cannot be fetched. */
  reserve(): Promise<Pick<Reserve, 'fill' | 'release'>>
  readonly manager: StorageManagerLike | undefined
}

const mb = 1_000_000
/** Less than this, and nothing more is downloaded; what was written here still goes out. */
const lowBelowBytes = 50 * mb

export class Room {
  readonly #parts: RoomParts
  #full = $state(false)
  #isSetAside = false

  constructor(parts: RoomParts) {
    this.#parts = parts
  }

  get full(): boolean {
    return this.#full
  }

  noteFull(): void {
    this.#full = true
  }

  /** Another tab knows better. */
  hear(full: boolean): void {
    this.#full = full
  }

  /** Gives up the reserve. True where there was one: what did not fit may fit now. */
  async giveWay(): Promise<boolean> {
    this.#full = true
    this.#isSetAside = false
    const reserve = await this.#reserve()
    return reserve?.release() ?? false
  }

  /** Call where there is something worth it. */
  async setAside(): Promise<void> {
    if (this.#isSetAside || this.#full) return
    await this.#fill(false)
  }

  /**
   * Whether downloads may go on. `heedsEstimate`: also stops where the browser's own estimate is low. Some browsers make
   * it up, so it is good for stopping early and for nothing else.
   */
  async hasRoom(heedsEstimate: boolean): Promise<boolean> {
    if (heedsEstimate && (await this.#isLow())) this.#full = true
    else if (this.#full) await this.#fill(true)
    return !this.#full
  }

  /** Bytes, 0 where the browser does not say. */
  async used(): Promise<number> {
    return Math.round((await this.#estimate())?.usage ?? 0)
  }

  async #fill(asMuchAgain: boolean): Promise<void> {
    const filling = await (await this.#reserve())?.fill(asMuchAgain)
    if (!filling) return
    this.#isSetAside = filling === 'filled'
    // A reserve that cannot be had for other reasons says nothing of the room.
    this.#full = filling === 'full'
  }

  #reserve(): Promise<Pick<Reserve, 'fill' | 'release'> | undefined> {
    return this.#parts.reserve().catch(() => undefined)
  }

  async #isLow(): Promise<boolean> {
    const { quota, usage } = (await this.#estimate()) ?? {}
    return quota !== undefined && usage !== undefined && quota - usage < lowBelowBytes
  }

  #estimate(): Promise<StorageEstimate | undefined> {
    return this.#parts.manager?.estimate?.().catch(() => undefined) ?? Promise.resolve(undefined)
  }
}
