/** 立即发送, and what then is true: read from the facts, never from the attempt (T1). */
import type { Sync } from '#lib/data/types.ts'
import { m } from '#lib/i18n/generated/messages.js'

export class Sending {
  busy = $state(false)
  #asked = $state(false)
  readonly #sync: Sync

  constructor(sync: Sync) {
    this.#sync = sync
  }

  async send(): Promise<void> {
    this.busy = true
    try {
      await this.#sync.sendNow()
    } finally {
      this.busy = false
      this.#asked = true
    }
  }

  /** Stays true after the attempt: it follows the facts as they change. */
  get result(): string | undefined {
    if (this.busy || !this.#asked) return undefined
    const { chip, refused, waiting, busy } = this.#sync
    switch (chip) {
      case 'confirmed':
        return m.sync_sent_all()
      case 'attention':
        return waiting > 0
          ? m.sync_sent_part({ count: waiting })
          : m.sync_sent_refused({ count: refused })
      case 'waiting':
      case 'offline':
        return busy ? m.sync_sent_busy() : m.sync_sent_unreachable()
      case 'checking':
        return undefined
      case 'sending':
        return m.sync_sent_part({ count: waiting })
      case 'signed-out':
        return m.sync_sent_signed_out()
      case 'outdated':
        return m.sync_sent_outdated()
      case 'full':
        return m.sync_sent_full()
      case 'broken':
        return m.sync_means_broken()
    }
  }
}
