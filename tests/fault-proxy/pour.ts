/** Bytes let through at a rate: a bucket of tokens, one for each way of each connection. */
import type { Writable } from 'node:stream'

const sipMs = 20

const later = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Writes the bytes at so many a second, 0 for at once. Resolves when the last has been taken, or the other end is gone. */
export async function pour(into: Writable, bytes: Uint8Array, perSecond: number): Promise<void> {
  const sip = perSecond > 0 ? Math.max(1, Math.floor((perSecond * sipMs) / 1_000)) : bytes.length
  for (let start = 0; start < bytes.length; start += sip) {
    if (into.destroyed) return
    into.write(bytes.subarray(start, start + sip))
    // The tokens of the last sip count as well: small messages take their time, too.
    if (perSecond > 0) await later(sipMs)
  }
}

/** How long so many bytes take at the rate, ms. */
export const pourMs = (bytes: number, perSecond: number): number =>
  perSecond > 0 ? Math.ceil((bytes * 1_000) / perSecond) : 0
