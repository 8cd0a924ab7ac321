/** What waits on this device as a file for its server, made without a network. Loaded when somebody asks for it. */
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import type { DeviceStore } from '#sync/device/store.ts'
import { writeOutboxFile } from '#sync/outbox-file.ts'
import type { Edit } from '#sync/wire/edit.ts'
import type { KeyKeeper } from './keys/key-keeper.ts'
import { authorSecretOf, bytesFrom } from './keys/recovery.ts'
import type { Whose } from './keys/recovery.ts'

export type Exported = { readonly text: string; readonly edits: number }

export type ExportFailure =
  | 'nothing'
  /** The server's public key was never heard: the device has not been online with this version of the app. */
  | 'noServerKey'
  /** The browser has no cryptography for this page. */
  | 'noCipher'

export type ExportParts = {
  readonly store: DeviceStore
  readonly keeper: KeyKeeper
  /** Corrected time, ms. */
  now(): number
}

export async function exportOutbox(
  { store, keeper, now }: ExportParts,
  { accountId, device }: Whose,
): Promise<Result<Exported, ExportFailure>> {
  if (!keeper.canSeal) return fail('noCipher')
  const edits = allSendable(await store.outbox())
  if (edits.length === 0) return fail('nothing')
  const note = await keeper.notes.read(accountId)
  const point = note?.server?.point
  const author = note && (await authorSecretOf(note, await keeper.cipherFor(accountId)))
  if (point === undefined || !author) return fail('noServerKey')
  const text = await writeOutboxFile({
    ...{ author, account: accountId, device, edits },
    point: bytesFrom(point),
    at: now(),
  })
  return succeed({ text, edits: edits.length })
}

/** In the order in which they would be sent; what was refused has been judged. */
function allSendable(rows: Awaited<ReturnType<DeviceStore['outbox']>>): readonly Edit[] {
  return rows
    .flatMap(({ edits }) => edits)
    .flatMap(({ refused, ...edit }) => (refused ? [] : [edit]))
    .sort((left, right) => (left.stamp < right.stamp ? -1 : 1))
}
