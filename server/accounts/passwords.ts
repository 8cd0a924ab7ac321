/**
 * Passwords by Argon2id at a strength OWASP recommends (46 MiB, one pass): RFC 9106's larger one costs four times as much
 * on the two cores of a township's server. A stored hash names its own parameters, so that they can be raised without
 * anybody losing his password.
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'

type Cost = { readonly memory: number; readonly passes: number; readonly parallelism: number }

const cost: Cost = { memory: 47_104, passes: 1, parallelism: 1 }
const saltBytes = 16
const tagBytes = 32

/** Two at a time: memory stays bounded, and sync gets its turn. */
const atOnce = 2
const mayWait = 30
let running = 0
const waiting: (() => void)[] = []

export class TooBusy extends Error {}

async function withinLimit<Value>(work: () => Promise<Value>): Promise<Value> {
  if (waiting.length >= mayWait) throw new TooBusy('too many passwords to check at once')
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  running += 1
  try {
    return await work()
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

const derive = (password: string, salt: Buffer, { memory, passes, parallelism }: Cost) =>
  withinLimit(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        argon2(
          'argon2id',
          // Two keyboards may compose one character differently.
          {
            message: password.normalize('NFKC'),
            nonce: salt,
            memory,
            passes,
            parallelism,
            tagLength: tagBytes,
          },
          (error, tag) => (error ? reject(error) : resolve(tag)),
        )
      }),
  )

const encode = (salt: Buffer, tag: Buffer, { memory, passes, parallelism }: Cost) =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')

const stored = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  return encode(salt, await derive(password, salt, cost), cost)
}

export async function isPassword(hash: string, password: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt, tag] = stored.exec(hash) ?? []
  if (salt === undefined || tag === undefined) throw new Error('not a password hash of ours')
  const given = await derive(password, Buffer.from(salt, 'base64'), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  })
  const kept = Buffer.from(tag, 'base64')
  return kept.length === given.length && timingSafeEqual(kept, given)
}

/** Takes as long as checking one, where there is none to check: a name that exists must not answer later than others. */
export async function checkNoPassword(password: string): Promise<false> {
  await derive(password, Buffer.alloc(saltBytes), cost)
  return false
}
