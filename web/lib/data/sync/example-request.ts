import type { SyncRequest } from '#sync/wire/request.ts'
import { protocol } from '#sync/wire/sync.ts'

/** Of a device that holds nothing. */
export const request: SyncRequest = {
  protocol,
  device: 'device-a',
  sentAt: 1,
  edits: [],
  positions: {},
  open: [],
  scope: '',
  page: 16_000,
  packs: true,
  check: {},
}
