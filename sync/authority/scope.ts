/** A fingerprint of everything a device may hold: where it differs, the device gets the list (R3). */
import { digestOf, writeDigest } from '../digest.ts'

export const scopeOf = (buckets: Iterable<string>): string =>
  writeDigest(digestOf([...buckets].map((id) => ({ id, rev: 0 }))))
