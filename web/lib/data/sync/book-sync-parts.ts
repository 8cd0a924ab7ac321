/** What the sync of an open book has from the app: the world it runs in, and the state it keeps. */
import type { Actor } from '#schema/access.ts'
import type { Registry } from '#schema/define-record.ts'
import type { Transport } from '#sync/device/loop.ts'
import type { Health } from '#sync/wire/request.ts'
import type { CorrectedClock } from '../clock.svelte.ts'
import type { Leadership } from './leadership.ts'
import type { Notes } from '../disk/local-notes.ts'
import type { OpenBuckets } from './open-buckets.ts'
import type { Room } from '../disk/room.svelte.ts'
import type { Outcome } from './schedule.ts'
import type { SyncState } from './state.svelte.ts'

type Person = {
  readonly actor: Actor | undefined
  /** The same as the server said it. */
  readonly told: Actor | undefined
  learn(actor: Actor): void
  /** This browser knew nobody, and yet had the cookie of a session: its storage was cleared. */
  readonly foundByCookie: boolean
}

export type BookSyncParts = {
  readonly registry: Registry
  readonly clock: CorrectedClock
  readonly notes: Notes
  readonly room: Room
  /** This device's name towards the server. */
  readonly device: { readonly id: string }
  transport(accountId: string): Transport
  /** Waits to lead among the tabs of the account. */
  lead(accountId: string): Leadership
  /** Who is signed in, as last known, and news of it. */
  readonly person: Person
  wallMs(): number
  newId(): string
  /** 0 to 1. */
  chance(): number
}

export type BookSyncNeeds = {
  readonly state: SyncState
  readonly buckets: OpenBuckets
  health(): Promise<Health>
  hasWaiting(): boolean
  /** How each run ended, by this tab. */
  onended(outcome: Outcome): void
}
