/**
 * The way back of who forgot his PIN: the data key in a box that only the server opens, and only for a fresh sign-in on this
 * device. And what the server gives the device for its outbox files. Loaded when it is needed.
 */
import { fromBase64, toBase64 } from '#sync/base64.ts'
import { closeBox } from '#sync/box.ts'
import type { ServerKeys } from '#sync/wire/device-keys.ts'
import { recoveryLabel } from '#sync/wire/device-keys.ts'
import type { Cipher } from './cipher.ts'
import type { Bytes } from './data-key.ts'
import { unwrap } from './data-key.ts'
import type { KeyNote, KeyStore } from './key-store.ts'

export type Whose = { readonly accountId: string; readonly device: string }

export const bytesFrom = (text: string): Bytes => Uint8Array.from(fromBase64(text) ?? [])

/** Keeps what the server gave: its public key in clear, the secret sealed. */
export async function keepServerKeys(
  notes: KeyStore,
  { accountId, device }: Whose,
  cipher: Cipher,
  { point, author }: ServerKeys,
  now: number,
): Promise<void> {
  const sealed = await cipher.seal(authorId, author)
  const note = await notes.change(
    accountId,
    (current) => current && { ...current, server: { point, heardAt: now }, author: sealed },
  )
  const bytes = note && !note.pin ? await unwrap(note) : undefined
  if (bytes) await keepRecovery(notes, { accountId, device }, bytes)
}

const authorId = '$author'

/** What this device signs outbox files with; undefined before it was online. */
export const authorSecretOf = async (note: KeyNote, cipher: Cipher): Promise<Bytes | undefined> =>
  note.author === undefined ? undefined : bytesFrom(await cipher.open(authorId, note.author))

/** Puts the data key into a box for the server known today, where that has not been done. False where none is known. */
export async function keepRecovery(
  notes: KeyStore,
  { accountId, device }: Whose,
  bytes: Bytes,
): Promise<boolean> {
  const note = await notes.read(accountId)
  const point = note?.server?.point
  if (!note || point === undefined) return false
  if (note.recovery?.point === point && note.recovery.device === device) return true
  const box = await closeBox(bytesFrom(point), recoveryLabel(accountId, device), bytes)
  const recovery = { box: toBase64(box), device, point }
  await notes.change(accountId, (current) =>
    current?.keyId === note.keyId ? { ...current, recovery } : current,
  )
  return true
}
