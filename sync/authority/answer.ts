/** One sync request answered: edits first, then what is new, in the reply's own time. */
import type { Actor } from '../../schema/access.ts'
import type { Registry } from '../../schema/define-record.ts'
import { yearAt } from '../../schema/rules/calendar.ts'
import type { Edit } from '../wire/edit.ts'
import type { ReceivedRequest } from '../wire/request.ts'
import type { SyncReply, Verdict } from '../wire/sync.ts'
import { protocol } from '../wire/sync.ts'
import { acceptEdits } from './accept-edits.ts'
import { actorOf } from './actor.ts'
import { changesSince } from './changes-since.ts'
import type { Packer } from './packs.ts'
import type { Store } from './store.ts'

export type Authority = {
  readonly registry: Registry
  readonly store: Store
  /** ms */
  now(): number
  readonly packer: Packer
  /** When its database came back from a backup, and the newest that it then knew, ms. */
  readonly restored?: { readonly restoredAt: number; readonly restoredTo: number } | undefined
  readonly onError: (error: unknown, edit: Edit) => void
}

export type Account = { readonly id: string; readonly personId: string }

/**
 * The reply, or undefined where the account's person is on no record. `onlyTakes`: the device is to bring what it has and
 * learns nothing more; it is asked to come again until it has brought all.
 */
export async function answer(
  authority: Authority,
  account: Account,
  request: ReceivedRequest,
  { onlyTakes = false } = {},
): Promise<SyncReply | undefined> {
  const { registry, store } = authority
  const now = authority.now()
  const before = await store.read((view) => actorOf(view, account, now))
  if (!before) return undefined
  const verdicts =
    request.edits.length === 0
      ? []
      : await store.write((transaction) =>
          acceptEdits(
            registry,
            transaction,
            request.edits,
            { actor: before, device: request.device, now, sentAt: request.sentAt },
            authority.onError,
          ),
        )
  return store.read(async (view) => {
    // An accepted edit may have moved the actor's own rights.
    const actor: Actor = (await actorOf(view, account, now)) ?? before
    const year = yearAt(now)
    const replied = {
      protocol,
      verdicts: [...verdicts],
      actor,
      now: authority.now(),
      ...authority.restored,
    }
    if (request.outdated) return { ...replied, ...nothingNew, scope: request.scope, outdated: true }
    if (onlyTakes) {
      // L1: what was put off for later is not asked for at once.
      const more = verdicts.some(({ result }) => result !== 'later')
      return { ...replied, ...nothingNew, scope: request.scope, more }
    }
    const asking = { registry, view, actor, year, packer: authority.packer }
    const changes = await changesSince(asking, {
      ...request,
      written: rowsTaken(request, verdicts),
    })
    return { ...replied, ...changes }
  })
}

/** The rows that have become something by what the device wrote. */
function rowsTaken({ edits }: ReceivedRequest, verdicts: readonly Verdict[]): readonly string[] {
  const passedOver = new Set(
    verdicts.flatMap(({ edit, result }) =>
      result === 'refused' || result === 'later' ? [edit] : [],
    ),
  )
  return [...new Set(edits.filter(({ id }) => !passedOver.has(id)).map(({ row }) => row))]
}

const nothingNew = {
  rows: [],
  packs: [],
  unpack: [],
  gone: [],
  positions: {},
  digests: {},
  repairs: [],
  more: false,
}
