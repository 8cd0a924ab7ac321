/** One sync request answered: edits first, then what is new, in the reply's own time. */
import type { Actor } from '../../schema/access.ts'
import type { Registry } from '../../schema/define-record.ts'
import { localYear } from '../../schema/rules/calendar.ts'
import type { Edit } from '../wire/edit.ts'
import type { SyncRequest } from '../wire/request.ts'
import type { SyncReply } from '../wire/sync.ts'
import { protocol } from '../wire/sync.ts'
import { acceptEdits } from './accept-edits.ts'
import { actorOf } from './actor.ts'
import { changesSince } from './changes-since.ts'
import type { Store } from './store.ts'

export type Authority = {
  readonly registry: Registry
  readonly store: Store
  /** ms */
  now(): number
  readonly onError: (error: unknown, edit: Edit) => void
}

export type Account = { readonly id: string; readonly personId: string }

/** The reply, or undefined where the account's person is on no record. */
export async function answer(
  authority: Authority,
  account: Account,
  request: SyncRequest,
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
    const year = Number(localYear(new Date(now).toISOString()))
    const changes = await changesSince(registry, view, actor, year, request)
    return { protocol, now: authority.now(), verdicts: [...verdicts], actor, ...mutable(changes) }
  })
}

const mutable = (changes: Awaited<ReturnType<typeof changesSince>>) => ({
  rows: changes.rows,
  gone: [...changes.gone],
  positions: { ...changes.positions },
  dropped: [...changes.dropped],
  more: changes.more,
})
