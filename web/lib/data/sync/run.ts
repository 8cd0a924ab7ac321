/** One run of the sync loop on this device: sizes its pages by how the link does, and says how it ended. */
import type { Registry } from '#schema/define-record.ts'
import type { Obstacle, Transport } from '#sync/device/loop.ts'
import { synchronise } from '#sync/device/loop.ts'
import type { Sender } from '#sync/device/exchange.ts'
import type { DeviceStore } from '#sync/device/store.ts'
import type { Health } from '#sync/wire/request.ts'
import type { SyncReply } from '#sync/wire/sync.ts'
import { decompress } from './decompress.ts'
import type { Outcome } from './schedule.ts'
import { pageAfter, pageAtFirst } from './schedule.ts'
import { storageFailureOf } from '../disk/storage-failure.ts'

export type SyncRunParts = {
  readonly registry: Registry
  readonly store: DeviceStore
  readonly transport: Transport
  readonly device: string
  wallMs(): number
  open(): ReturnType<Sender['open']>
  health(): Promise<Health | undefined>
  onreply(reply: Contact, offsetMs: number): void
}

export type Contact = Pick<SyncReply, 'now' | 'actor' | 'restoredAt'> & { readonly rows: number }

/** Bytes a page, remembered between runs: undefined until the first. */
export class SyncRuns {
  readonly #parts: SyncRunParts
  #page: number | undefined
  readonly #unmended = new Map<string, string>()

  constructor(parts: SyncRunParts) {
    this.#parts = parts
  }

  async run(): Promise<Outcome> {
    const { registry, store, device, wallMs, open, health, onreply } = this.#parts
    try {
      this.#page ??= pageAtFirst(Object.keys((await store.holdings()).positions).length > 0)
    } catch (error) {
      return storageObstacle(error)
    }
    const page = () => this.#page ?? 1
    const ended = await synchronise({
      registry,
      store,
      transport: this.#timed,
      decompress,
      unmended: this.#unmended,
      sender: {
        device,
        wallMs,
        open,
        health,
        get page() {
          return page()
        },
      },
      onReply: (reply: SyncReply, offsetMs) =>
        onreply({ ...reply, rows: reply.rows.length }, offsetMs),
      storageObstacle,
    })
    return ended.ok ? { kind: 'confirmed' } : ended.failure
  }

  readonly #timed: Transport = async (request) => {
    const { transport, wallMs } = this.#parts
    const started = wallMs()
    const answer = await transport(request)
    const failed = !answer.ok && answer.failure.kind === 'unreachable'
    if (answer.ok || failed) {
      this.#page = pageAfter(request.page, failed ? 'failed' : { ms: wallMs() - started })
    }
    return answer
  }
}

export function storageObstacle(error: unknown): Obstacle {
  const failure = storageFailureOf(error)
  if (failure === undefined) throw error
  return { kind: 'storage', full: failure === 'full' }
}
