/**
 * One exchange with the authority, without any I/O of its own: which request to send, and what a reply changes.
 * Whatever happens in between — no reply, half a reply, the reply of another day — the device is left with
 * every unsent edit (D1) and with positions that stand for rows it really holds (D2).
 */
import type { Registry } from '../../schema/define-record.ts'
import type { Health, SyncRequest } from '../wire/request.ts'
import type { SyncReply, Verdict, WireRow } from '../wire/sync.ts'
import { limits, protocol } from '../wire/sync.ts'
import type { DeviceRow, HeldEdit } from './row.ts'
import { receive, settle } from './row.ts'
import type { DeviceStore } from './store.ts'

export type Sender = {
  readonly device: string
  /** Wall clock, ms. */
  wallMs(): number
  /** Buckets wanted besides the usual. */
  open(): readonly string[]
  /** Rows per reply. */
  rows: number
  health(): Promise<Health | undefined>
}

/** Edits to send now: oldest first, bounded in number and size, refused ones left out (P5: they hold up nobody). */
export function sendable(rows: readonly DeviceRow[]): readonly HeldEdit[] {
  const waiting = rows
    .flatMap((row) => row.edits.filter((edit) => !edit.refused))
    .sort((left, right) => (left.stamp < right.stamp ? -1 : 1))
  let room = limits.requestBytes / 4
  const batch: HeldEdit[] = []
  for (const edit of waiting) {
    room -= JSON.stringify(edit).length
    if (batch.length > 0 && (room < 0 || batch.length >= limits.editsPerRequest)) break
    batch.push(edit)
  }
  return batch
}

export async function makeRequest(store: DeviceStore, sender: Sender): Promise<SyncRequest> {
  const [rows, positions, health] = await Promise.all([
    store.outbox(),
    store.positions(),
    sender.health(),
  ])
  return {
    protocol,
    device: sender.device,
    sentAt: sender.wallMs(),
    edits: sendable(rows).map(({ refused: _none, ...edit }) => edit),
    positions: { ...positions },
    open: [...sender.open()],
    rows: sender.rows,
    ...(health && { health }),
  }
}

/** Applies a reply in one transaction. */
export async function applyReply(
  registry: Registry,
  store: DeviceStore,
  request: SyncRequest,
  reply: SyncReply,
): Promise<void> {
  const verdicts = new Map(reply.verdicts.map((verdict) => [verdict.edit, verdict]))
  const judged = new Map<string, Map<string, Verdict>>()
  for (const edit of request.edits) {
    const verdict = verdicts.get(edit.id)
    if (!verdict) continue
    const ofRow = judged.get(edit.row) ?? new Map<string, Verdict>()
    judged.set(edit.row, ofRow.set(edit.id, verdict))
  }
  const news = new Map(reply.rows.map((row) => [row.id, row]))
  const leaving = new Set([...reply.gone, ...(await inDropped(registry, store, reply, request))])
  const ids = new Set([...judged.keys(), ...news.keys(), ...leaving])
  await store.transact([...ids], (rows) => {
    const put: DeviceRow[] = []
    const remove: string[] = []
    for (const id of ids) {
      const next = nextRow(registry, rows.get(id), judged.get(id), news.get(id))
      if (!next) continue
      // D3: what has unsent edits is never purged; it is offered first and, if refused, kept.
      if (leaving.has(id) && next.unsent === 0) remove.push(id)
      else put.push(next)
    }
    return { put, remove, positions: reply.positions }
  })
}

function nextRow(
  registry: Registry,
  row: DeviceRow | undefined,
  verdicts: ReadonlyMap<string, Verdict> | undefined,
  news: WireRow | undefined,
): DeviceRow | undefined {
  const settled = row && verdicts ? settle(registry, row, verdicts) : row
  return news ? receive(registry, settled, news) : settled
}

/** Rows that lie only in buckets this device has lost. */
async function inDropped(
  registry: Registry,
  store: DeviceStore,
  reply: SyncReply,
  request: SyncRequest,
): Promise<readonly string[]> {
  if (reply.dropped.length === 0) return []
  const lost = new Set(reply.dropped)
  const held = new Set([...Object.keys(request.positions), ...Object.keys(reply.positions)])
  const rows = await store.all()
  return rows
    .filter((row) => {
      const buckets = registry.find(row.type)?.seenIn(row.body, row.id) ?? []
      return (
        buckets.some((bucket) => lost.has(bucket)) &&
        !buckets.some((bucket) => held.has(bucket) && !lost.has(bucket))
      )
    })
    .map((row) => row.id)
}
