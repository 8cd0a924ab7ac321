/** Runs in the browser: the device half as the app ships it, without screens, beside plain Dexie on the same rows. */
import { Dexie } from 'dexie'
import { openBook } from '#lib/data/disk/database.ts'
import { decompress } from '#lib/data/sync/decompress.ts'
import { KeyKeeper } from '#lib/data/keys/key-keeper.ts'
import { KeyStore } from '#lib/data/keys/key-store.ts'
import { RxDeviceStore } from '#lib/data/disk/rx-store.ts'
import { toStored } from '#lib/data/disk/stored.ts'
import { SyncRuns } from '#lib/data/sync/run.ts'
import { makeTransport } from '#lib/data/sync/transport.ts'
import { meeting } from '#schema/records/meeting.ts'
import { registry } from '#schema/records/index.ts'
import { publicBucket, workBucket } from '#schema/bucket.ts'
import { idsIn, openPacks } from '#sync/device/packs.ts'
import { write } from '#sync/device/write.ts'
import type { Session } from '#sync/wire/session.ts'

const device = 'bench-device'
let accountId = ''
let branchId = ''

export type FirstSync = {
  readonly ms: number
  readonly rows: number
  readonly packs: number
  readonly firstRowsMs: number
  readonly requests: number
  readonly bytesDown: number
  readonly bytesUp: number
  readonly longestBlockMs: number
}

async function signIn(name: string, password: string): Promise<void> {
  const response = await fetch('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password, device: { id: device, label: 'bench' } }),
  })
  if (!response.ok) throw new Error(`sign-in: ${response.status}`)
  const session = (await response.json()) as Session
  accountId = session.account.id
  branchId = session.actor.branchId
}

const cipher = new KeyKeeper(new KeyStore()).cipherFor
const book = () => (opened ??= cipher(accountId).then((key) => openBook(accountId, key)))
let opened: ReturnType<typeof openBook> | undefined
const store = new RxDeviceStore(() => book())

/** The size of what the request loop sends and receives, counted where it leaves and arrives. */
let bytesUp = 0
const countingFetch: typeof fetch = async (input, init) => {
  const body = init?.body
  if (body instanceof ArrayBuffer || body instanceof Uint8Array) bytesUp += body.byteLength
  return fetch(input, init)
}

const wallMs = () => Math.round(performance.timeOrigin + performance.now())

async function exchange(kept: readonly string[], onPage: () => void): Promise<void> {
  const runs = new SyncRuns({
    registry,
    store,
    transport: makeTransport(countingFetch, accountId),
    device,
    wallMs,
    open: () => ({ inUse: [], kept }),
    health: () => Promise.resolve(undefined),
    onreply: onPage,
  })
  const outcome = await runs.run()
  if (outcome.kind !== 'confirmed') throw new Error(`sync: ${JSON.stringify(outcome)}`)
}

/** The years before the two that a phone holds unasked. */
const olderYears = (years: number): readonly string[] => {
  const thisYear = new Date().getFullYear()
  return Array.from({ length: Math.max(years - 2, 0) }, (_none, index) =>
    String(thisYear - 2 - index),
  ).flatMap((year) => [publicBucket(branchId, year), workBucket(branchId, year)])
}

async function measured(kept: readonly string[] = []): Promise<FirstSync> {
  performance.clearResourceTimings()
  bytesUp = 0
  let longest = 0
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration)
  })
  observer.observe({ type: 'longtask' })
  const start = performance.now()
  let firstRowsMs = 0
  await exchange(kept, () => (firstRowsMs ||= performance.now() - start))
  const ms = performance.now() - start
  await new Promise((resolve) => setTimeout(resolve, 100))
  observer.disconnect()
  const calls = (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter(
    ({ name }) => name.endsWith('/sync/v1'),
  )
  return {
    ms,
    rows: (await store.all()).length,
    packs: Object.values((await store.holdings()).packed).flat().length,
    firstRowsMs,
    requests: calls.length,
    bytesDown: calls.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    bytesUp,
    longestBlockMs: longest,
  }
}

/** A pack of a closed year decompressed and read, before anything is written. Median, ms. */
async function openPack(): Promise<number> {
  const { packed } = await store.holdings()
  const work = Object.keys(packed).filter((bucket) => bucket.includes('/work/'))
  const times: number[] = []
  for (const bucket of work) {
    const start = performance.now()
    const opened = await openPacks(store, decompress, [bucket])
    if (idsIn(opened).length === 0) throw new Error(`nothing in the packs of ${bucket}`)
    times.push((performance.now() - start) / opened.length)
  }
  return times.sort((left, right) => left - right)[Math.floor(times.length / 2)] ?? NaN
}

/** The same documents by Dexie alone, with the indexes the app has and nothing else. */
async function rawDexie(): Promise<{ ms: number; rows: number }> {
  const rows = (await store.all()).map((row) => ({ ...toStored(row), _deleted: '0' }))
  const raw = new Dexie('bench-raw', { chromeTransactionDurability: 'strict' })
  raw.version(1).stores({ docs: 'id,[type+recency],[type+of+recency],unsent' })
  await raw.open()
  const start = performance.now()
  await raw.table('docs').bulkPut(rows)
  const ms = performance.now() - start
  raw.close()
  await raw.delete()
  return { ms, rows: rows.length }
}

/** Twenty records written at once and sent. */
async function sendTwenty(): Promise<FirstSync> {
  const newId = () =>
    btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .slice(0, 22)
  const pen = { device, wallMs, offsetMs: () => 0, newId }
  await store.transact([], () => ({
    put: Array.from({ length: 20 }, (_none, index) => {
      const startsAt = new Date(wallMs() - index * 60_000).toISOString()
      const fields = {
        branchId,
        kinds: ['themeDay'],
        startsAt,
        place: '村委会会议室',
        topic: `第${index}次`,
      }
      const result = write(meeting, undefined, { id: newId(), fields }, pen)
      if (!result.ok || !result.value) throw new Error('the bench wrote a flaw')
      return result.value
    }),
  }))
  const sent = await measured()
  if ((await store.outbox()).length > 0) throw new Error('not everything was sent')
  return sent
}

/** The query of every list: newest twenty of a type, through RxDB as screens read. Median of eleven. */
async function newestTwenty(): Promise<number> {
  const { records } = await book()
  const times: number[] = []
  for (let round = 0; round < 12; round += 1) {
    const start = performance.now()
    const found = await records
      .find({
        selector: { type: 'attendance', removed: 0 },
        sort: [{ recency: 'asc' }],
        limit: 20 + round,
      })
      .exec()
    if (found.length !== 20 + round) throw new Error(`found ${found.length}`)
    // The first warms the connection up; later ones ask for one more, so that no cache answers.
    if (round > 0) times.push(performance.now() - start)
  }
  return times.sort((left, right) => left - right)[5] ?? 0
}

const bench = {
  signIn,
  firstSync: () => measured(),
  /** The same and nothing beside it, for profiles. */
  firstSyncAlone: () => exchange([], () => {}),
  tenYears: () => measured(olderYears(10)),
  openPack,
  rawDexie,
  sendTwenty,
  newestTwenty,
}
export type Bench = typeof bench
Object.assign(window, { bench })
