/**
 * One exchange with the authority, without any I/O of its own: which request to send, and what a reply changes.
 * Whatever happens in between — no reply, half a reply, the reply of another day — the device is left with
 * every unsent edit (D1) and with positions that stand for rows it really holds (D2).
 */
import type { Registry } from '../../schema/define-record.ts'
import { sameJson } from '../../schema/json.ts'
import { rangeOf } from '../digest.ts'
import type { Health, SyncRequest } from '../wire/request.ts'
import type { SyncReply, Verdict } from '../wire/sync.ts'
import { limits, protocol } from '../wire/sync.ts'
import type { Holdings, Positions } from './holdings.ts'
import { Count, bucketsOf } from './holdings.ts'
import type { Decompress, Opened } from './packs.ts'
import { idsIn, openPacks, packFrom, packedRows, stillPacked, without } from './packs.ts'
import type { Writer } from './offer-again.ts'
import { toldMeanwhile } from './offer-again.ts'
import type { DeviceRow } from './row.ts'
import { forgotten, leave, receive, settle } from './row.ts'
import { sendable } from './sendable.ts'
import type { Change, DeviceStore } from './store.ts'

export type Sender = {
  readonly device: string
  /** Wall clock, ms. */
  wallMs(): number
  /** Buckets wanted besides the usual: those somebody looks into now, and those to be kept packed. */
  open(): { readonly inUse: readonly string[]; readonly kept: readonly string[] }
  /** Bytes of a compressed reply, about. */
  readonly page: number
  health(): Promise<Health | undefined>
}

/** Where a device stands; `held` where that is not written yet. */
type Standing = Pick<Holdings, 'positions' | 'scope'>

type Wish = {
  readonly check?: SyncRequest['check']
  readonly held?: Standing
  readonly putOff?: ReadonlySet<string>
}

export async function makeRequest(
  store: DeviceStore,
  sender: Sender,
  { check = {}, held, putOff }: Wish = {},
): Promise<SyncRequest> {
  const [rows, { positions, scope }, health] = await Promise.all([
    store.outbox(),
    held ?? store.holdings(),
    sender.health(),
  ])
  const { inUse, kept } = sender.open()
  return {
    protocol,
    device: sender.device,
    sentAt: sender.wallMs(),
    edits: sendable(rows, putOff).map(({ refused: _none, ...edit }) => edit),
    positions: { ...positions },
    open: [...new Set([...inUse, ...kept])],
    scope,
    page: Math.min(Math.max(sender.page, limits.pageBytes.least), limits.pageBytes.most),
    packs: true,
    check,
    ...(health && { health }),
  }
}

/** Where a device that stood there stands once the reply is applied. */
export const standingAfter = (
  { positions }: Pick<Standing, 'positions'>,
  reply: SyncReply,
): Standing => ({
  positions: { ...without(positions, lostBuckets(positions, reply)), ...reply.positions },
  scope: reply.scope,
})

/** What a reply brings, looked up by row. */
type News = {
  readonly request: SyncRequest
  readonly reply: SyncReply
  readonly verdicts: ReadonlyMap<string, ReadonlyMap<string, Verdict>>
  readonly rows: ReadonlyMap<string, SyncReply['rows'][number]>
  /** The same, also where another tab has moved on. */
  readonly told: News['rows']
  /** Rows the authority was asked to repeat. */
  readonly repeated: ReadonlySet<string>
  readonly leaving: ReadonlySet<string>
  /** Of those leaving, rows that the authority turned out not to have. */
  readonly missing: ReadonlySet<string>
  /** Where the authority came back from a backup: who may offer again what he wrote. */
  readonly writer: Writer | undefined
  /** Buckets this device held and may not hold any more. */
  readonly lost: readonly string[]
  readonly opened: Opened
}

/** Applies a reply in one transaction. False where only its verdicts could be taken. */
export async function applyReply(
  registry: Registry,
  store: DeviceStore,
  decompress: Decompress,
  request: SyncRequest,
  reply: SyncReply,
): Promise<boolean> {
  const lost = lostBuckets(request.positions, reply)
  const { missing, left } = await strays(registry, store, reply, lost)
  const told = new Map(reply.rows.map((row) => [row.id, row]))
  const news: News = {
    request,
    reply,
    verdicts: verdictsByRow(request, reply),
    rows: told,
    told,
    repeated: new Set(reply.repairs.flatMap(({ ids }) => ids)),
    leaving: new Set([...reply.gone, ...missing, ...left]),
    missing: new Set(missing),
    writer: writerOf(request, reply),
    lost,
    opened: await openPacks(store, decompress, reply.unpack),
  }
  const ids = new Set([
    ...news.verdicts.keys(),
    ...news.rows.keys(),
    ...news.leaving,
    ...idsIn(news.opened),
  ])
  let overtaken = false
  await store.transact([...ids], (rows, holdings) => {
    overtaken = isOvertaken(news, holdings)
    const counts = overtaken ? onlyVerdicts(news, holdings) : news
    return changeBy(registry, counts, ids, rows, holdings)
  })
  return !overtaken
}

function changeBy(
  registry: Registry,
  news: News,
  ids: ReadonlySet<string>,
  rows: ReadonlyMap<string, DeviceRow>,
  holdings: Holdings,
): Change {
  const { reply, lost } = news
  const still = stillPacked(news.opened, holdings.packed)
  const unpacked = packedRows(registry, still, rows)
  const count = countFrom(registry, news, holdings)
  const put: DeviceRow[] = []
  const remove: string[] = []
  for (const id of ids) {
    const before = unpacked.get(id) ?? rows.get(id)
    const after = nextRow(registry, news, id, before)
    count.replace(before, after)
    if (after && (after !== before || unpacked.has(id))) put.push(after)
    if (!after && rows.has(id)) remove.push(id)
  }
  const packs = reply.packs.map(packFrom)
  const packed: Record<string, readonly string[]> = without(holdings.packed, [
    ...lost,
    ...reply.unpack,
  ])
  for (const { id, bucket } of packs) packed[bucket] = [...new Set([...(packed[bucket] ?? []), id])]
  return {
    put,
    remove,
    putPacks: packs,
    removePacks: [
      ...news.opened.map(({ pack }) => pack.id),
      ...lost.flatMap((bucket) => holdings.packed[bucket] ?? []),
    ],
    holdings: {
      ...holdings,
      ...standingAfter(holdings, reply),
      digests: count.result(),
      // What fills an empty device is followed from its first row: there is nothing yet to count.
      countedAt: isEmpty(holdings) ? reply.now : holdings.countedAt,
      packed,
      used: without(holdings.used, lost),
    },
  }
}

/** Another tab has moved on meanwhile: from what is held now the reply does not go on (D2, R3), and only its verdicts count. */
const isOvertaken = ({ request }: News, { positions, scope }: Holdings): boolean =>
  scope !== request.scope || !sameJson(positions, request.positions)

function onlyVerdicts(news: News, { scope }: Holdings): News {
  const { granted: _none, ...reply } = news.reply
  const silent = { rows: [], gone: [], packs: [], unpack: [], positions: {}, digests: {} }
  return {
    ...news,
    reply: { ...reply, ...silent, repairs: [], scope },
    rows: new Map(),
    leaving: new Set(),
    missing: new Set(),
    lost: [],
    opened: [],
  }
}

function nextRow(
  registry: Registry,
  news: News,
  id: string,
  row: DeviceRow | undefined,
): DeviceRow | undefined {
  const verdicts = news.verdicts.get(id)
  const settled = row && verdicts ? settle(registry, row, verdicts, news.told.get(id)) : row
  const told = news.rows.get(id)
  const { writer } = news
  if (told) return receive(registry, settled, told, { asked: news.repeated.has(id), writer })
  if (!settled || !news.leaving.has(id)) return settled
  // D5: what the authority has lost, or may have lost before the row left, is offered again.
  if (news.missing.has(id) || (writer && toldMeanwhile(settled, writer)))
    return forgotten(registry, settled, writer)
  // D3: what has unsent edits is never purged; it is offered first and, if refused, kept.
  return leave(settled)
}

const writerOf = (
  { device, sentAt }: SyncRequest,
  { now, restoredAt, restoredTo = restoredAt }: SyncReply,
): Writer | undefined =>
  restoredAt === undefined || restoredTo === undefined
    ? undefined
    : { device, restoredAt, restoredTo, offsetMs: now - sentAt }

/** Digests go on from where they stand. On an empty device every bucket begins at nothing; packs are counted when opened. */
function countFrom(registry: Registry, { reply, lost }: News, holdings: Holdings): Count {
  const count = new Count(registry, holdings.digests)
  if (isEmpty(holdings)) for (const bucket of reply.granted ?? []) count.begin(bucket)
  for (const { bucket } of reply.packs) count.forget(bucket)
  for (const bucket of lost) count.forget(bucket)
  return count
}

const isEmpty = ({ positions }: Holdings) => Object.keys(positions).length === 0

function verdictsByRow(request: SyncRequest, reply: SyncReply): News['verdicts'] {
  const verdicts = new Map(reply.verdicts.map((verdict) => [verdict.edit, verdict]))
  const byRow = new Map<string, Map<string, Verdict>>()
  for (const edit of request.edits) {
    const verdict = verdicts.get(edit.id)
    if (!verdict) continue
    const ofRow = byRow.get(edit.row) ?? new Map<string, Verdict>()
    byRow.set(edit.row, ofRow.set(edit.id, verdict))
  }
  return byRow
}

function lostBuckets(positions: Positions, reply: SyncReply): readonly string[] {
  if (!reply.granted) return []
  const granted = new Set(reply.granted)
  return Object.keys(positions).filter((bucket) => !granted.has(bucket))
}

/**
 * Rows that lie only in buckets this device has lost (`left`), or in a mended range of which the authority did not name them
 * (`missing`).
 */
async function strays(
  registry: Registry,
  store: DeviceStore,
  reply: SyncReply,
  lost: readonly string[],
): Promise<{ readonly missing: readonly string[]; readonly left: readonly string[] }> {
  const missing: string[] = []
  const left: string[] = []
  if (lost.length === 0 && reply.repairs.length === 0) return { missing, left }
  const granted = new Set(reply.granted)
  const mended = reply.repairs.map(({ bucket, ranges, differing, ids }) => {
    const [named, wrong] = [new Set(ids), new Set(differing)]
    return (row: DeviceRow, buckets: readonly string[]) =>
      buckets.includes(bucket) && wrong.has(rangeOf(row.id, ranges)) && !named.has(row.id)
  })
  for (const row of await store.all()) {
    const buckets = bucketsOf(registry.find(row.type), row)
    if (mended.some((isStray) => isStray(row, buckets))) missing.push(row.id)
    else if (
      buckets.some((bucket) => lost.includes(bucket)) &&
      !buckets.some((bucket) => granted.has(bucket))
    )
      left.push(row.id)
  }
  return { missing, left }
}
