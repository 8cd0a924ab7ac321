/**
 * Codes that people read out and type, in Crockford's alphabet: of signs that look alike only one is ever written, and
 * whoever types another is understood. A sign carries five bits.
 */
import { randomBytes } from 'node:crypto'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const meant: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', U: 'V' }

export const newCode = (length: number): string =>
  // 256 is a multiple of 32: every sign is as likely as another.
  Array.from(randomBytes(length), (byte) => alphabet[byte % 32]).join('')

/** `K3M9X7PQ` as `K3M9-X7PQ`. */
export const inGroups = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-')

/** What was typed as it was written: case, width, blanks, dashes and signs that look alike do not count. */
export const readCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/[OILU]/g, (sign) => meant[sign] ?? sign)
