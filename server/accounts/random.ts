import { createHash, randomBytes } from 'node:crypto'

/** A fresh random id of 22 characters. */
export const newId = (): string => randomBytes(16).toString('base64url')

/** A secret to be handed out once; only its hash is kept. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** A random token needs no salt and no slow hash: it cannot be guessed. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
