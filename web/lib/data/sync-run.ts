/** One run of the sync loop on this device: sizes its pages by how the link does, and says how it ended. */
import type { Actor } from '#schema/access.ts'
import type { Registry } from '#schema/define-record.ts'
import type { Obstacle, Transport } from '#sync/device/loop.ts'
import { synchronise } from '#sync/device/loop.ts'
import type { DeviceStore } from '#sync/device/store.ts'
import type { Health } from '#sync/wire/request.ts'
import type { SyncReply } from '#sync/wire/sync.ts'
import type { Outcome } from './schedule.ts'
import { rowsAfter, rowsAtFirst } from './schedule.ts'
import { storageFailureOf } from './storage-failure.ts'

export type SyncRunParts = {
  readonly registry: Registry
  readonly store: DeviceStore
  readonly transport: Transport
  readonly device: string
  wallMs(): number
  open(): readonly string[]
  health(): Promise<Health | undefined>
  onreply(reply: Contact, offsetMs: number): void
}

export type Contact = { readonly now: number; readonly rows: number; readonly actor: Actor }

/** Rows a page, remembered between runs: undefined until the first. */
export class SyncRuns {
  readonly #parts: SyncRunParts
  #rows: number | undefined

  constructor(parts: SyncRunParts) {
    this.#parts = parts
  }

  async run(): Promise<Outcome> {
    const { registry, store, device, wallMs, open, health, onreply } = this.#parts
    try {
      this.#rows ??= rowsAtFirst(Object.keys(await store.positions()).length > 0)
    } catch (error) {
      return storageObstacle(error)
    }
    const rows = () => this.#rows ?? 1
    const ended = await synchronise({
      registry,
      store,
      transport: this.#timed,
      sender: {
        device,
        wallMs,
        open,
        health,
        get rows() {
          return rows()
        },
      },
      onReply: (reply: SyncReply, offsetMs) =>
        onreply({ now: reply.now, rows: reply.rows.length, actor: reply.actor }, offsetMs),
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
      this.#rows = rowsAfter(request.rows, failed ? 'failed' : { ms: wallMs() - started })
    }
    return answer
  }
}

function storageObstacle(error: unknown): Obstacle {
  const failure = storageFailureOf(error)
  if (failure === undefined) throw error
  return { kind: 'storage', full: failure === 'full' }
}
