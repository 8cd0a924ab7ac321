/**
 * Requests made by hand, past the app and its good manners, with the session of somebody who may sign in. Also the way a
 * story asks the server itself what it holds.
 */
import { randomBytes } from 'node:crypto'
import type { Actor } from '../../../schema/access.ts'
import type { MeetingKind } from '../../../schema/records/meeting.ts'
import { makeStamp } from '../../../sync/clock.ts'
import type { Edit } from '../../../sync/wire/edit.ts'
import type { HistoryLine } from '../../../sync/wire/history.ts'
import type { Session } from '../../../sync/wire/session.ts'
import { emptyRequest } from '../../../sync/example-township.ts'
import type { SyncRequest } from '../../../sync/wire/request.ts'
import type { SyncReply, Verdict, WireRow } from '../../../sync/wire/sync.ts'
import { protocol, readReply } from '../../../sync/wire/sync.ts'
import type { Role } from './actor.ts'
import { accountOf } from './actor.ts'

export const freshId = (): string => randomBytes(16).toString('base64url')

export class ByHand {
  readonly actor: Actor
  readonly #server: string
  readonly #cookie: string
  readonly #device: string

  private constructor(server: string, cookie: string, device: string, actor: Actor) {
    this.#server = server
    this.#cookie = cookie
    this.#device = device
    this.actor = actor
  }

  static async as(role: Role, { port }: { readonly port: number }): Promise<ByHand> {
    const server = `http://127.0.0.1:${port}`
    const device = freshId()
    const response = await fetch(`${server}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...accountOf(role), device: { id: device, label: 'by hand' } }),
    })
    if (!response.ok) throw new Error(`${role} cannot sign in: ${await response.text()}`)
    const cookie = response.headers.getSetCookie().map((each) => each.split(';')[0])
    const { actor } = (await response.json()) as Session
    return new ByHand(server, cookie.join('; '), device, actor)
  }

  get(path: string): Promise<Response> {
    return fetch(`${this.#server}${path}`, { headers: { cookie: this.#cookie } })
  }

  async history(row: string): Promise<readonly HistoryLine[]> {
    const response = await this.get(`/api/history/${row}`)
    if (!response.ok) throw new Error(`no history of ${row}: ${response.status}`)
    return (await response.json()) as readonly HistoryLine[]
  }

  async sync(wish: Partial<SyncRequest>): Promise<SyncReply> {
    const response = await fetch(`${this.#server}/sync/v1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: this.#cookie },
      body: JSON.stringify({
        protocol,
        device: this.#device,
        sentAt: Date.now(),
        ...emptyRequest,
        ...wish,
      } satisfies SyncRequest),
    })
    if (!response.ok) throw new Error(`sync answered ${response.status}: ${await response.text()}`)
    const reply = readReply(await response.json())
    if (!reply) throw new Error('what came is no reply')
    return reply
  }

  /** Everything the server hands out, with these buckets besides the usual. */
  async rows(open: readonly string[] = []): Promise<readonly WireRow[]> {
    const rows = new Map<string, WireRow>()
    let positions: SyncRequest['positions'] = {}
    for (let more = true; more;) {
      const reply = await this.sync({ positions, open: [...open] })
      for (const row of reply.rows) rows.set(row.id, row)
      more = reply.more
      positions = { ...positions, ...reply.positions }
    }
    return [...rows.values()]
  }

  /** Writes fields of a row, as an app would that asks nobody whether it may. */
  async write(type: string, row: string, fields: Edit['fields']): Promise<Verdict> {
    const now = Date.now()
    const edit: Edit = {
      id: freshId(),
      row,
      type,
      version: 1,
      stamp: makeStamp({ ms: now, counter: 0, device: this.#device }),
      fields,
      basis: Object.fromEntries(Object.keys(fields).map((path) => [path, ''])),
      madeAt: now,
      offset: 0,
    }
    const { verdicts } = await this.sync({ edits: [edit] })
    const [verdict] = verdicts
    if (!verdict) throw new Error('an edit was left without a verdict')
    return verdict
  }

  /** A meeting of his branch that began an hour ago; its id. */
  async began(kind: MeetingKind, more: Edit['fields'] = {}): Promise<string> {
    const id = freshId()
    const startsAt = new Date(Date.now() - 3_600_000).toISOString()
    const fields = { branchId: this.actor.branchId, kinds: [kind], startsAt, ...more }
    const { result } = await this.write('meeting', id, fields)
    if (result !== 'accepted') throw new Error(`the meeting was not taken: ${result}`)
    return id
  }
}
