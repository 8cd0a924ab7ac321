/** Devices for people to look at: one's own, and those of a branch for whoever keeps or oversees it. */
import type { Actor } from '../../schema/access.ts'
import { isSelf, mayHelpIn } from '../../schema/access.ts'
import type { StoreView } from '../../sync/authority/store.ts'
import type { DeviceLine } from '../../sync/wire/getting-in.ts'
import type { Parts } from '../parts.ts'
import type { KnownDevice } from './device-book.ts'
import type { SessionOnFile } from './session-book.ts'
import { known } from './whom-to-help.ts'

export async function deviceLines(
  { devices, now }: Pick<Parts, 'devices' | 'now'>,
  view: StoreView,
  persons: readonly string[],
  asking: { readonly actor: Actor; readonly session: SessionOnFile },
): Promise<readonly DeviceLine[]> {
  const found = devices.of(persons)
  const helped = new Set<string>()
  for (const personId of new Set(found.map((each) => each.personId))) {
    const person = await known(view, personId, now())
    const isOwn = isSelf(asking.actor, personId)
    if (isOwn || (person && mayHelpIn(asking.actor, person.actor))) helped.add(personId)
  }
  return found.map((device) => {
    const state = stateOf(device)
    const isThis =
      device.accountId === asking.session.account.id && device.deviceId === asking.session.device
    return {
      ...lineOf(device),
      isThis,
      state,
      mayRevoke: helped.has(device.personId) && state === 'in' && !isThis,
    }
  })
}

/** A session that has only grown old is in: its device may hold unsent work, and can be told still. */
function stateOf(device: KnownDevice): DeviceLine['state'] {
  if (device.renewedAt === null) return 'out'
  if (device.endedAt !== null) return 'ended'
  return device.revokedAt === null ? 'in' : 'revoked'
}

const lineOf = (device: KnownDevice) => {
  const { accountId, deviceId, personId, label, lastContact } = device
  const { app, unsent, oldest, offset, storageUsed } = device
  return {
    ...{ accountId, deviceId, personId, label, lastContact },
    ...(app !== null && { app }),
    ...(unsent !== null && { unsent }),
    ...(oldest !== null && { oldest }),
    ...(offset !== null && { offset }),
    ...(storageUsed !== null && { storageUsed }),
  }
}
