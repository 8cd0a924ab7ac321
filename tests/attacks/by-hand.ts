/** Asking the stronghold by hand, as somebody who may sign in. */
import type { Edit } from '../../sync/wire/edit.ts'
import type { SyncReply, Verdict } from '../../sync/wire/sync.ts'
import { readReply } from '../../sync/wire/sync.ts'
import type { Stronghold } from './stronghold.ts'

export async function sync(
  { server }: Stronghold,
  who: string,
  wish: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  const cookie = await server.signIn(who)
  return server.post('/sync/v1', { ...server.request(who), ...wish }, { cookie, ...headers })
}

export async function replyTo(hold: Stronghold, who: string, wish: object): Promise<SyncReply> {
  const response = await sync(hold, who, wish)
  const reply = readReply(await response.json())
  if (!reply) throw new Error(`what came is no reply: ${response.status}`)
  return reply
}

/** The verdicts on edits, in their order, in few words. */
export async function verdictsOn(
  hold: Stronghold,
  who: string,
  edits: readonly unknown[],
): Promise<readonly string[]> {
  const { verdicts } = await replyTo(hold, who, { edits })
  const byEdit = new Map(verdicts.map((verdict) => [verdict.edit, verdict]))
  return edits.map((edit) => inWords(byEdit.get((edit as Edit).id)))
}

const inWords = (verdict: Verdict | undefined): string =>
  [verdict?.result, verdict?.reason, verdict?.field].filter((part) => part !== undefined).join(' ')
