/**
 * A box that anybody can close and only one can open: a fresh ECDH key (P-256) for each, HKDF-SHA-256, AES-GCM. `label` says what it
 * is for, and is part of the seal: what was made for one purpose opens for no other. Browsers and Node have the same
 * cryptography, so device and server share these lines.
 */

type Bytes = Uint8Array<ArrayBuffer>
/** A CryptoKey, by the name both browsers and Node know it under. */
export type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const
/** An uncompressed point. */
const pointBytes = 65
const startBytes = 12

const importPoint = (point: Bytes) => crypto.subtle.importKey('raw', point, curve, true, [])

/** Rejects where the key is none. */
export async function closeBox(to: Bytes, label: string, contents: Bytes): Promise<Bytes> {
  const fresh = await crypto.subtle.generateKey(curve, false, ['deriveBits'])
  const from = new Uint8Array(await crypto.subtle.exportKey('raw', fresh.publicKey))
  const key = await keyOf(fresh.privateKey, await importPoint(to), joined(from, to), label)
  const iv = crypto.getRandomValues(new Uint8Array(startBytes))
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(label) },
    key,
    contents,
  )
  return joined(from, iv, new Uint8Array(sealed))
}

/** Undefined where it was not closed for this key and label, or was damaged since. */
export async function openBox(
  keys: { readonly privateKey: Key; readonly point: Bytes },
  label: string,
  box: Bytes,
): Promise<Bytes | undefined> {
  if (box.length <= pointBytes + startBytes) return undefined
  const from = box.slice(0, pointBytes)
  const iv = box.slice(pointBytes, pointBytes + startBytes)
  try {
    const key = await keyOf(
      keys.privateKey,
      await importPoint(from),
      joined(from, keys.point),
      label,
    )
    const opened = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(label) },
      key,
      box.slice(pointBytes + startBytes),
    )
    return new Uint8Array(opened)
  } catch (error) {
    // What is no point of the curve, and what does not fit its seal.
    if (error instanceof DOMException) return undefined
    throw error
  }
}

/** What people compare, and what tells one server from another: the first 16 bytes of SHA-256, in hex. */
export async function fingerprintOf(point: Bytes): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', point))
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function keyOf(own: Key, other: Key, salt: Bytes, label: string) {
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, own, 256)
  const base = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const info = new TextEncoder().encode(`branchbook ${label}`)
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

function joined(...parts: readonly Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
