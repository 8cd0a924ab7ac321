/**
 * Codes that change every half minute (RFC 6238: HMAC-SHA-1, six digits), as every authenticator makes them. Node brings
 * all of it; what a package would save is these lines (docs/decisions/0018-codes-of-six-digits.md).
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const stepMs = 30_000
const digits = 6
/** A phone's clock may be a step off. */
const drift = [0, -1, 1]
/** As long as the hash, as RFC 4226 asks. */
const secretBytes = 20

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Twenty random bytes in base 32, as authenticators take them. */
export function newSecret(): string {
  const bits = [...randomBytes(secretBytes)].map((byte) => byte.toString(2).padStart(8, '0'))
  return (bits.join('').match(/.{5}/g) ?? []).map((five) => base32[parseInt(five, 2)]).join('')
}

function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((sign) => base32.indexOf(sign).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)))
}

export const stepAt = (ms: number): number => Math.floor(ms / stepMs)

export function codeOf(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', bytesOf(secret)).update(counter).digest()
  const offset = (hash.at(-1) ?? 0) & 0xf
  return String((hash.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits).padStart(digits, '0')
}

/** The step of which this is the code, one to either side of now; undefined where it is of none. */
export function stepOfCode(secret: string, code: string, nowMs: number): number | undefined {
  const given = Buffer.from(code)
  if (given.length !== digits) return undefined
  return drift
    .map((each) => stepAt(nowMs) + each)
    .filter((step) => timingSafeEqual(Buffer.from(codeOf(secret, step)), given))
    .at(0)
}
