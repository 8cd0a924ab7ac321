/**
 * Short secrets of the database, sealed by AES-256-GCM under a key that is not in it: who has the database file alone reads none.
 * The label says whose it is; a sealed text that was moved to another row does not open.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const format = 'sealed1.'
const ivBytes = 12
const tagBytes = 16

export const isSealed = (text: string): boolean => text.startsWith(format)

export function sealSecret(key: Uint8Array, label: string, text: string): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(label))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return format + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** Undefined where it was sealed under another key or label, or changed. */
export function openSecret(key: Uint8Array, label: string, text: string): string | undefined {
  if (!isSealed(text)) return undefined
  const bytes = Buffer.from(text.slice(format.length), 'base64url')
  if (bytes.length < ivBytes + tagBytes) return undefined
  try {
    const opener = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), {
      authTagLength: tagBytes,
    })
    opener.setAAD(Buffer.from(label)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
    const opened = [opener.update(bytes.subarray(ivBytes + tagBytes)), opener.final()]
    return Buffer.concat(opened).toString('utf8')
  } catch {
    // Node throws where the tag does not fit: expected, and all there is to say.
    return undefined
  }
}
