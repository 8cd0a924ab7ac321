/** The bytes of files, sealed as texts are (web/lib/data/cipher.ts): AES-GCM, a fresh random start, bound to what they are. */
import type { Cipher } from '#lib/data/keys/cipher.ts'

type Bytes = Uint8Array<ArrayBuffer>

const startBytes = 12

const how = (digest: string, iv: Bytes) => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(`file ${digest}`),
})

/** Without https there is no cryptography, and the disk holds clear bytes, as it does clear texts. */
export async function sealBytes({ key }: Cipher, digest: string, bytes: Bytes): Promise<Bytes> {
  if (!key) return bytes
  const iv = crypto.getRandomValues(new Uint8Array(startBytes))
  const sealed = new Uint8Array(await crypto.subtle.encrypt(how(digest, iv), key, bytes))
  const whole = new Uint8Array(startBytes + sealed.length)
  whole.set(iv)
  whole.set(sealed, startBytes)
  return whole
}

export async function openBytes({ key }: Cipher, digest: string, sealed: Bytes): Promise<Bytes> {
  if (!key) return sealed
  const iv = sealed.subarray(0, startBytes)
  const bytes = sealed.subarray(startBytes)
  return new Uint8Array(await crypto.subtle.decrypt(how(digest, iv), key, bytes))
}

export const isoOf = (ms: number): string => new Date(ms).toISOString()
