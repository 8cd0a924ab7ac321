/** What is done with a lock, once in a while: set a PIN, open by it, come back without it. Loaded when somebody does. */
import { setPin, openByPin } from '#lib/data/keys/pin.ts'
import type { PinFailure } from '#lib/data/keys/pin.ts'
import type { Bytes } from '#lib/data/keys/data-key.ts'
import { unwrap } from '#lib/data/keys/data-key.ts'
import type { KeyKeeper } from '#lib/data/keys/key-keeper.ts'
import type { Whose } from '#lib/data/keys/recovery.ts'
import { bytesFrom, keepRecovery, keepServerKeys } from '#lib/data/keys/recovery.ts'
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import type { DeviceKeysClient } from './device-keys-client.ts'

export type { PinFailure }

export type SetPinFailure =
  | PinFailure
  /** Before there is a PIN there must be a way back for who forgets it, and the server is that way. */
  | { readonly kind: 'needsNetwork' }

type Parts = {
  readonly keeper: KeyKeeper
  readonly client: DeviceKeysClient
  wallMs(): number
}

/** Asks the server for what it gives a device. False where it could not be reached. */
export async function equip({ keeper, client, wallMs }: Parts, whose: Whose): Promise<boolean> {
  const given = await client.keys()
  if (!given) return false
  const cipher = await keeper.cipherFor(whose.accountId)
  await keepServerKeys(keeper.notes, whose, cipher, given, wallMs())
  return true
}

export async function unlock(
  { keeper, wallMs }: Parts,
  whose: Whose,
  pin: string,
): Promise<Result<undefined, PinFailure>> {
  const opened = await openByPin(keeper.notes, whose.accountId, pin, wallMs())
  if (!opened.ok) return opened
  await admit(keeper, whose, opened.value)
  return succeed(undefined)
}

/** `pin` undefined: from now on none is asked for. `old`: where one was set. */
export async function changePin(
  parts: Parts,
  whose: Whose,
  { pin, old }: { readonly pin: string | undefined; readonly old: string | undefined },
): Promise<Result<undefined, SetPinFailure>> {
  const { keeper, wallMs } = parts
  const note = await keeper.notes.read(whose.accountId)
  if (!note) throw new Error('there is no key to put a PIN before')
  const opened: Result<Bytes | undefined, PinFailure> = note.pin
    ? await openByPin(keeper.notes, whose.accountId, old ?? '', wallMs())
    : succeed(await unwrap(note))
  if (!opened.ok) return opened
  if (!opened.value) throw new Error('the key does not open')
  if (pin !== undefined && !(await hasWayBack(parts, whose, opened.value)))
    return fail({ kind: 'needsNetwork' })
  await setPin(keeper.notes, whose.accountId, opened.value, pin)
  await keeper.admit(note, opened.value)
  return succeed(undefined)
}

const hasWayBack = async (parts: Parts, whose: Whose, bytes: Bytes): Promise<boolean> =>
  (await keepRecovery(parts.keeper.notes, whose, bytes)) ||
  ((await equip(parts, whose)) && (await keepRecovery(parts.keeper.notes, whose, bytes)))

/** He has just signed in: the server opens the box, and the forgotten PIN is gone. False where it could not. */
export async function comeBack({ keeper, client }: Parts, whose: Whose): Promise<boolean> {
  const note = await keeper.notes.read(whose.accountId)
  const key = note?.recovery && (await client.open(note.recovery.box))
  if (!note || key === undefined) return false
  const bytes = bytesFrom(key)
  await setPin(keeper.notes, whose.accountId, bytes, undefined)
  await admit(keeper, whose, bytes)
  return true
}

async function admit(keeper: KeyKeeper, whose: Whose, bytes: Bytes): Promise<void> {
  await keepRecovery(keeper.notes, whose, bytes)
  const note = await keeper.notes.read(whose.accountId)
  if (note) await keeper.admit(note, bytes)
}
