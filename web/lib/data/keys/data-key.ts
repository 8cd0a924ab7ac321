/**
 * The key under which a book lies sealed: 32 random bytes made on this device, for one account. On the disk it lies only
 * wrapped, under a key that the device key makes: of the stretched PIN where one is set, of nothing more where none is
 * (docs/security.md, the hierarchy of keys).
 */
import { fromBase64, toBase64 } from '#sync/base64.ts'
import { cipherOf } from './cipher.ts'
import type { KeyNote } from './key-store.ts'
import { randomId } from '../random-id.ts'

export type Bytes = Uint8Array<ArrayBuffer>

const aesGcm = 'AES-GCM'
const hmac = { name: 'HMAC', hash: 'SHA-256', length: 256 }
const noPin = new TextEncoder().encode('branchbook: no PIN')

/** For use; no script can read it out any more. */
export const usableKey = (bytes: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytes, aesGcm, false, ['encrypt', 'decrypt'])

export async function newNote(accountId: string): Promise<KeyNote> {
  const deviceKey = await crypto.subtle.generateKey(hmac, false, ['sign'])
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  const wrapped = await wrap({ accountId, deviceKey }, bytes)
  return { accountId, keyId: randomId(), deviceKey, wrapped, allSealed: false }
}

type Wrapping = Pick<KeyNote, 'accountId' | 'deviceKey'>

/** `secret`: the stretched PIN. */
export async function wrap(note: Wrapping, bytes: Bytes, secret: Bytes = noPin): Promise<string> {
  const cipher = cipherOf(await wrappingKey(note.deviceKey, secret))
  return cipher.seal(note.accountId, toBase64(bytes))
}

/** The data key's bytes; undefined where `secret` is not the one it was wrapped with. */
export async function unwrap(note: KeyNote, secret: Bytes = noPin): Promise<Bytes | undefined> {
  const cipher = cipherOf(await wrappingKey(note.deviceKey, secret))
  try {
    return Uint8Array.from(fromBase64(await cipher.open(note.accountId, note.wrapped)) ?? [])
  } catch (error) {
    if (error instanceof DOMException && error.name === 'OperationError') return undefined
    throw error
  }
}

const wrappingKey = async (deviceKey: CryptoKey, secret: Bytes): Promise<CryptoKey> =>
  usableKey(new Uint8Array(await crypto.subtle.sign('HMAC', deviceKey, secret)))
