/** One sync request answered: edits first, then what is new, in the reply's own time. */
import type { Registry } from '../../schema/define-record.ts'
import { yearAt } from '../../schema/rules/calendar.ts'
import type { Edit } from '../wire/edit.ts'
import type { ReceivedRequest } from '../wire/request.ts'
import type { SyncReply, Verdict } from '../wire/sync.ts'
import { protocol } from '../wire/sync.ts'
import { acceptEdits } from './accept-edits.ts'
import { senderOf } from './actor.ts'
import { changesSince } from './changes-since.ts'
import type { Packer } from './packs.ts'
import type { Store } from './store.ts'
import type { Sending } from './true-time.ts'

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

/** `heardAt`: see true-time.ts. */
type Asked = Pick<Sending, 'heardAt'> & { readonly isRevoked?: boolean }

/**
 * The reply, or undefined where it is over: the session was taken back (`isRevoked`), or its person is on the roll no more.
 * Such a device is to bring what it has and learns nothing more; it is asked to come again until it has brought all.
 */
export async function answer(
  authority: Authority,
  account: Account,
  request: ReceivedRequest,
  { isRevoked = false, heardAt }: Asked = {},
): Promise<SyncReply | undefined> {
  const { registry, store } = authority
  const now = authority.now()
  const verdicts = await judge(authority, account, request, { now, heardAt })
  return store.read(async (view) => {
    // An accepted edit may have moved the actor's own rights.
    const { actor, isNobody } = await senderOf(view, account, now)
    const onlyTakes = isRevoked || isNobody
    if (onlyTakes && bringsNothing(request)) return undefined
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

/** By the rights that he has as they are judged: an office may have ended while the request waited for its turn. */
async function judge(
  { registry, store, onError }: Authority,
  account: Account,
  { edits, device, sentAt }: ReceivedRequest,
  times: Pick<Sending, 'now' | 'heardAt'>,
): Promise<readonly Verdict[]> {
  if (edits.length === 0) return []
  return store.write(async (transaction) => {
    const sender = await senderOf(transaction, account, times.now)
    const arrival = { ...sender, device, sentAt, ...times }
    return acceptEdits(registry, transaction, edits, arrival, onError)
  })
}

const bringsNothing = ({ edits, broken }: ReceivedRequest) =>
  edits.length === 0 && broken.length === 0

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
