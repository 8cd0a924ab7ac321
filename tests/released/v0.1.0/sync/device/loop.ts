/**
 * The sync loop: exchanges until there is nothing left to send or to learn. It reads no clock, opens no connection and
 * keeps nothing of its own between runs, so that a run may die at any point and the next one goes on (D1, D2).
 */
import type { Registry } from '../../schema/define-record.ts'
import type { Result } from '../result.ts'
import { fail, succeed } from '../result.ts'
import type { SyncRequest } from '../wire/request.ts'
import type { SyncReply } from '../wire/sync.ts'
import type { Sender } from './exchange.ts'
import { applyReply, makeRequest, sendable } from './exchange.ts'
import type { DeviceStore } from './store.ts'

/** Why an exchange did not happen. */
export type Obstacle =
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'outdated' }
  | { readonly kind: 'busy'; readonly retryAfterMs: number }
  | { readonly kind: 'storage'; readonly full: boolean }

export type Transport = (request: SyncRequest) => Promise<Result<SyncReply, Obstacle>>

export type LoopParts = {
  readonly registry: Registry
  readonly store: DeviceStore
  readonly sender: Sender
  readonly transport: Transport
  /** Hears of every reply that has been applied, with the clock offset it showed (ms). */
  onReply(reply: SyncReply, offsetMs: number): void
  /** Classifies what the storage threw; rethrows what is a bug. */
  readonly storageObstacle: (error: unknown) => Obstacle
}

/** Runs until device and authority have told each other everything, or an obstacle. */
export async function synchronise(parts: LoopParts): Promise<Result<undefined, Obstacle>> {
  const { registry, store, sender, transport, storageObstacle } = parts
  for (;;) {
    let request: SyncRequest
    try {
      request = await makeRequest(store, sender)
    } catch (error) {
      return fail(storageObstacle(error))
    }
    const answer = await transport(request)
    if (!answer.ok) return answer
    const reply = answer.value
    const offsetMs = Math.round(reply.now - (request.sentAt + sender.wallMs()) / 2)
    try {
      await applyReply(registry, store, request, reply)
      parts.onReply(reply, offsetMs)
      const left = sendable(await store.outbox())
      // L1: what the authority puts off for later must not spin the loop; the next run offers it again.
      const judged = new Set(
        reply.verdicts.filter(({ result }) => result !== 'later').map(({ edit }) => edit),
      )
      const progress =
        reply.more ||
        request.edits.some((edit) => judged.has(edit.id)) ||
        request.edits.length === 0
      if (!reply.more && (left.length === 0 || !progress)) return succeed(undefined)
    } catch (error) {
      return fail(storageObstacle(error))
    }
  }
}
