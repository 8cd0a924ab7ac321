import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { noCipher } from '#lib/data/keys/cipher.ts'
import type { Records } from '#lib/data/types.ts'
import { fail, succeed } from '#sync/result.ts'
import type { BringFailure } from './bring-file.ts'
import { digestOf } from './fetch-file.ts'
import type { Link, Pause } from './send-files.ts'
import { FileSender } from './send-files.ts'
import { Shelf } from './shelf.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => vi.useRealTimers())

/** Until the disk has answered whatever was asked of it; no clock goes on meanwhile. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** A phone with photos, and a world around it that the test moves. */
class ExamplePhone {
  readonly shelf = new Shelf({
    ...{ accountId: 'a', cipher: noCipher, indexedDB: new IDBFactory() },
    now: () => 0,
  })
  readonly marks = new Map<string, { mark: string; removedAt?: string }>()
  readonly sent: string[] = []
  readonly pauses: (Pause | undefined)[] = []
  failure: BringFailure | undefined
  link: Link = 'free'
  wifiOnly = false
  syncing = false
  now = Date.parse('2026-10-15T02:00:00.000Z')
  readonly sender = new FileSender({
    shelf: this.shelf,
    records: { find: (_type, id) => Promise.resolve(this.#row(id)) } as Pick<Records, 'find'>,
    bring: async ({ row, bytes }, goesOn, onprogress) => {
      if (this.failure) return fail(this.failure)
      if (!(await goesOn())) return fail({ kind: 'stopped' })
      onprogress(bytes.length)
      this.sent.push(`${row} ${bytes.length}`)
      return succeed(undefined)
    },
    link: () => this.link,
    wifiOnly: () => this.wifiOnly,
    isSyncing: () => this.syncing,
    now: () => this.now,
    chance: () => 0.5,
    onchange: () => undefined,
    onprogress: () => undefined,
    onpause: (pause) => this.pauses.push(pause),
  })

  async take(row: string, filed = true): Promise<void> {
    const [photo, thumb] = [new Uint8Array(900).fill(row.length), new Uint8Array(90)]
    const taken = { row, meetingId: 'm', kind: 'jpeg' as const, addedAt: row.length, filed }
    const digests = { digest: digestOf(photo), thumb: digestOf(thumb) }
    await this.shelf.put({ ...taken, ...digests, bytes: 900, thumbBytes: 90 }, {}, [
      { digest: digests.digest, bytes: photo },
      { digest: digests.thumb, bytes: thumb },
    ])
    this.marks.set(row, { mark: 'arrived' })
  }

  /** What is left. */
  async rows(): Promise<readonly string[]> {
    return (await this.shelf.all()).map(({ row }) => row)
  }

  #row(id: string): never {
    const known = this.marks.get(id)
    const body = known?.removedAt === undefined ? {} : { removedAt: known.removedAt }
    return (known && { id, mark: known.mark, body }) as never
  }
}

test('small pictures and photos go, oldest first, once this tab leads', async () => {
  const phone = new ExamplePhone()
  await phone.take('p-22')
  await phone.take('p-1')
  await phone.sender.run()
  expect(phone.sent).toEqual([])
  phone.sender.lead()
  await settled()
  expect(await phone.rows()).toEqual([])
  expect(phone.sent).toEqual(['p-1 90', 'p-1 900', 'p-22 90', 'p-22 900'])
})

test('B1: a file waits for its record, and what belongs to no record yet waits as well', async () => {
  const phone = new ExamplePhone()
  await phone.take('p-1')
  await phone.take('p-draft', false)
  phone.marks.set('p-1', { mark: 'waiting' })
  phone.sender.lead()
  await phone.sender.run()
  expect(phone.sent).toEqual([])
  phone.marks.set('p-1', { mark: 'arrived' })
  phone.sender.wake()
  await settled()
  expect(await phone.rows()).toEqual(['p-draft'])
})

test('with Wi-Fi only nothing goes over mobile data, nor where nobody knows; a person may still say so', async () => {
  const phone = new ExamplePhone()
  await phone.take('p-1')
  phone.wifiOnly = true
  phone.link = 'metered'
  phone.sender.lead()
  await settled()
  expect(phone.pauses).toContain('metered')
  phone.link = 'unknown'
  phone.sender.wake()
  await settled()
  expect(phone.pauses).toContain('unknownLink')
  expect(phone.sent).toEqual([])
  phone.sender.sendNow()
  await settled()
  expect(await phone.rows()).toEqual([])
  // Only this once.
  await phone.take('p-22')
  phone.sender.wake()
  await settled()
  expect(phone.pauses.at(-1)).toBe('unknownLink')
  expect(await phone.rows()).toEqual(['p-22'])
})

/** A phone on mobile data whose owner wants Wi-Fi for photos. */
async function onMobileData(...rows: readonly string[]): Promise<ExamplePhone> {
  const phone = new ExamplePhone()
  for (const row of rows) await phone.take(row)
  phone.wifiOnly = true
  phone.link = 'metered'
  phone.sender.lead()
  await settled()
  return phone
}

test('who asks for his photos before their record has arrived gets them sent when it has', async () => {
  const phone = await onMobileData('p-1')
  phone.marks.set('p-1', { mark: 'waiting' })
  phone.sender.wake()
  await settled()
  void phone.sender.sendNow()
  await settled()
  expect(phone.sent).toEqual([])
  phone.marks.set('p-1', { mark: 'arrived' })
  phone.sender.wake()
  await settled()
  expect(await phone.rows()).toEqual([])
})

test('who asks for one photo over mobile data sends that one alone; the others wait, and it is said why', async () => {
  const phone = await onMobileData('p-1', 'p-22', 'p-333')
  void phone.sender.sendNow('p-22')
  await settled()
  expect(await phone.rows()).toEqual(['p-1', 'p-333'])
  expect(phone.pauses.at(-1)).toBe('metered')
})

test('what was refused is not asked for any more', async () => {
  const phone = await onMobileData('p-1')
  phone.failure = { kind: 'refused', why: 'noRoom' }
  void phone.sender.sendNow()
  await settled()
  phone.failure = undefined
  await phone.shelf.change('p-1', ({ refused: _why, ...taken }) => taken)
  phone.sender.wake()
  await settled()
  expect(await phone.rows()).toEqual(['p-1'])
})

test('after a broken link it is tried again by itself, ever later; a busy server names its time', async () => {
  const phone = new ExamplePhone()
  await phone.take('p-1')
  const broken = () => phone.pauses.filter((pause) => pause === 'unreachable')
  phone.failure = { kind: 'unreachable' }
  phone.sender.lead()
  for (const [count, waitMs] of [5_000, 10_000, 20_000].entries()) {
    await settled()
    expect(broken()).toHaveLength(count + 1)
    vi.advanceTimersByTime(waitMs - 1)
    await settled()
    expect(broken()).toHaveLength(count + 1)
    vi.advanceTimersByTime(1)
  }
  await settled()
  phone.failure = { kind: 'busy', retryAfterMs: 90_000 }
  vi.advanceTimersByTime(40_000)
  await settled()
  expect(phone.pauses.at(-1)).toBe('busy')
  phone.failure = undefined
  vi.advanceTimersByTime(89_000)
  await settled()
  expect(phone.sent).toEqual([])
  vi.advanceTimersByTime(1_000)
  await settled()
  expect(await phone.rows()).toEqual([])
})

test('what is refused stays with its reason, and holds up nothing else', async () => {
  const phone = new ExamplePhone()
  await phone.take('p-1')
  phone.failure = { kind: 'refused', why: 'noRoom' }
  phone.sender.lead()
  await settled()
  expect((await phone.shelf.all())[0]?.refused).toBe('noRoom')
  phone.failure = undefined
  await phone.take('p-22')
  phone.sender.wake()
  await settled()
  expect(await phone.rows()).toEqual(['p-1'])
})

test('what was taken away is not sent, and is let go an hour later', async () => {
  const phone = new ExamplePhone()
  await phone.take('p-1')
  phone.marks.set('p-1', { mark: 'arrived', removedAt: new Date(phone.now).toISOString() })
  phone.sender.lead()
  await phone.sender.run()
  expect(await phone.rows()).toEqual(['p-1'])
  phone.now += 3_600_000
  phone.sender.wake()
  await settled()
  expect(await phone.rows()).toEqual([])
  expect(phone.sent).toEqual([])
})
