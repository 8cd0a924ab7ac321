import type { Health } from '#sync/wire/request.ts'
import type { Row } from '../types.ts'

/** What a device tells of itself with every request, so that the desk sees which one has been silent or stuck. */
export function healthOf(
  app: string,
  outbox: readonly Row<unknown>[],
  offsetMs: number | undefined,
  storageUsed: number,
): Health {
  const writtenAt = outbox.flatMap(({ edits }) =>
    edits.map(({ madeAt, offset }) => madeAt + offset),
  )
  return {
    app: app.slice(0, 40),
    unsent: outbox.length,
    oldest: writtenAt.length > 0 ? Math.max(0, Math.min(...writtenAt)) : 0,
    storageUsed,
    offset: offsetMs ?? 0,
  }
}
