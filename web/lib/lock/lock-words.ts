/** A sentence for everything that keeps a lock shut. */
import { m } from '#lib/i18n/generated/messages.js'
import type { SetPinFailure } from '#lib/session/lock-deeds.ts'

export function sayPinFailure(failure: SetPinFailure): string {
  switch (failure.kind) {
    case 'wrong':
      return m.lock_wrong({ count: failure.left })
    case 'wait':
      return failure.ms < 60_000
        ? m.lock_wait_seconds({ count: Math.ceil(failure.ms / 1_000) })
        : m.lock_wait_minutes({ count: Math.ceil(failure.ms / 60_000) })
    case 'lockedOut':
      return m.lock_locked_out()
    case 'needsNetwork':
      return m.lock_needs_network()
  }
}
