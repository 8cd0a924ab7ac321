/**
 * The PIN: a number that opens the book offline. It is stretched, so that each guess takes a cheap phone a second, and counted
 * before it is tried, so that a process killed in the middle gains nobody a guess. What forgets it opens by the server
 * (recovery.ts). Loaded when somebody sets one or meets the lock.
 */
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import { fromBase64, toBase64 } from '#sync/base64.ts'
import type { Bytes } from './data-key.ts'
import { unwrap, wrap } from './data-key.ts'
import type { KeyNote, KeyStore, Tries } from './key-store.ts'

export type PinFailure =
  | { readonly kind: 'wrong'; readonly left: number }
  /** Too soon after the last wrong one. */
  | { readonly kind: 'wait'; readonly ms: number }
  /** Only signing in with a network opens it now. */
  | { readonly kind: 'lockedOut' }

const mostTries = 8
/** After so many wrong ones in a row, so long a wait; ms. */
const waits = [0, 0, 0, 30_000, 60_000, 120_000, 300_000, 900_000]
/** OWASP's number for PBKDF2 with SHA-256: about a second on the phones in use. Written into each note, so that it can grow. */
const roundsToday = 600_000

export const isPin = (pin: string): boolean => /^\d{6,12}$/.test(pin) && !isEasy(pin)

/** 111111 and 123456: what is tried first. */
function isEasy(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at])))
  const [step = 9] = steps
  return steps.size === 1 && Math.abs(step) <= 1
}

/** The data key's bytes, or why not. */
export async function openByPin(
  notes: KeyStore,
  accountId: string,
  pin: string,
  now: number,
): Promise<Result<Bytes, PinFailure>> {
  let refused: PinFailure | undefined
  const note = await notes.change(accountId, (current) => {
    refused = current && mayTry(current.tries, now)
    return current && !refused
      ? { ...current, tries: { failed: (current.tries?.failed ?? 0) + 1, last: now } }
      : current
  })
  if (refused) return fail(refused)
  const bytes = note && (await unwrapByPin(note, pin))
  if (!bytes) return fail(afterWrong(note?.tries))
  await notes.change(accountId, (current) => current && withoutTries(current))
  return succeed(bytes)
}

/** Undefined where the PIN is not the one. Counts nothing: for whoever has just shown that he may. */
async function unwrapByPin(note: KeyNote, pin: string): Promise<Bytes | undefined> {
  if (!note.pin) return unwrap(note)
  return unwrap(note, await stretch(pin, note.pin))
}

/**
 * From now on this PIN opens the book and no other; without one, whoever has the device does. The new wrap replaces the old
 * one in one transaction, and is opened once before: there is no moment at which neither of them opens it.
 */
export async function setPin(
  notes: KeyStore,
  accountId: string,
  bytes: Bytes,
  pin: string | undefined,
  rounds = roundsToday,
): Promise<void> {
  const before = await notes.read(accountId)
  if (!before) throw new Error('there is no key to put a PIN before')
  const how = pin === undefined ? undefined : freshStretching(rounds)
  const secret = how && pin !== undefined ? await stretch(pin, how) : undefined
  const wrapped = await wrap(before, bytes, secret)
  const opened = await unwrap({ ...before, wrapped }, secret)
  if (!opened || toBase64(opened) !== toBase64(bytes)) throw new Error('the new wrap does not open')
  await notes.change(accountId, (current) =>
    current?.keyId === before.keyId ? withPin(current, wrapped, how) : current,
  )
}

function withPin(
  { tries: _tries, pin: _pin, ...note }: KeyNote,
  wrapped: string,
  pin: KeyNote['pin'],
): KeyNote {
  return { ...note, wrapped, ...(pin && { pin }) }
}

const freshStretching = (rounds: number) => ({
  salt: toBase64(crypto.getRandomValues(new Uint8Array(16))),
  rounds,
})

const withoutTries = ({ tries: _tries, ...note }: KeyNote): KeyNote => note

function mayTry(tries: Tries | undefined, now: number): PinFailure | undefined {
  if (!tries) return undefined
  if (tries.failed >= mostTries) return { kind: 'lockedOut' }
  const wait = waits[tries.failed] ?? 0
  // A clock that was put back must not make anybody wait for years.
  const waited = Math.max(0, now - tries.last)
  return waited < wait ? { kind: 'wait', ms: wait - waited } : undefined
}

const afterWrong = (tries: Tries | undefined): PinFailure => {
  const left = mostTries - (tries?.failed ?? 0)
  return left <= 0 ? { kind: 'lockedOut' } : { kind: 'wrong', left }
}

async function stretch(pin: string, { salt, rounds }: NonNullable<KeyNote['pin']>): Promise<Bytes> {
  const text = new TextEncoder().encode(pin)
  const base = await crypto.subtle.importKey('raw', text, 'PBKDF2', false, ['deriveBits'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', iterations: rounds, salt: saltOf(salt) }
  return new Uint8Array(await crypto.subtle.deriveBits(how, base, 256))
}

const saltOf = (text: string): Bytes => Uint8Array.from(fromBase64(text) ?? [])
