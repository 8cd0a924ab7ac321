/** What a device is given by its server to keep itself safe: `/api/device-keys`. Bytes in base64. */
import * as T from 'typebox'
import { Check } from 'typebox/schema'

const bytes = T.String({ minLength: 1, maxLength: 400 })

const serverKeys = T.Object({
  /** The server's public key: what only the server may read is put into boxes for it (../box.ts). */
  point: bytes,
  /** What this account's outbox files from this device are signed with. */
  author: bytes,
})
export type ServerKeys = T.Static<typeof serverKeys>

const boxed = T.Object({ box: bytes })

const opened = T.Object({ key: bytes })

export const readServerKeys = (value: unknown): ServerKeys | undefined =>
  Check(serverKeys, value) ? value : undefined
export const readBoxed = (value: unknown): { box: string } | undefined =>
  Check(boxed, value) ? value : undefined
export const readOpenedKey = (value: unknown): { key: string } | undefined =>
  Check(opened, value) ? value : undefined

/** A box with this label opens only for the account and device that closed it. */
export const recoveryLabel = (account: string, device: string): string =>
  `recovery 1 ${account} ${device}`
